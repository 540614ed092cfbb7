# `make demo` or `make test` in a fresh clone sets up what it needs: a virtual environment in .venv, toonseg in
# it, and Chromium where that can be had. Another Python: make demo PYTHON=python3.12

PYTHON ?= python3
WORKERS ?= 2

# Without a GPU, the version of torch that was tried on processors; with one, whichever suits the driver.
CONSTRAINTS := $(if $(shell command -v nvidia-smi),,--constraint constraints-cpu.txt)

BIN := .venv/bin
VENV := .venv/.made
INSTALLED := .venv/.installed
DEV := .venv/.dev
CHROMIUM := .venv/.chromium

# One thread each: pytest and toonseg run several processes themselves.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export MKL_NUM_THREADS := 1

.PHONY: help install demo test test-all lint format bench bench-cut bench-synth bench-labels weights clean

help:
	@echo "make demo       draw an episode, get it from a local site, link and cut it, and show the preview"
	@echo "make test       the tests that take seconds"
	@echo "make test-all   these and the slow ones"
	@echo "make lint       ruff and mypy"
	@echo "make format     let ruff format the code"
	@echo "make bench      all measurements: bench-cut (panels found, speed), bench-synth (drawing), bench-labels"
	@echo "make install    only set up .venv"
	@echo "make clean      remove .venv, caches and demo-out"

install: $(INSTALLED) $(DEV) $(CHROMIUM)

demo: $(INSTALLED) $(CHROMIUM)
	$(BIN)/toonseg demo

test: $(INSTALLED) $(DEV) $(CHROMIUM)
	$(BIN)/python -m pytest -n $(WORKERS)

test-all: $(INSTALLED) $(DEV) $(CHROMIUM)
	$(BIN)/python -m pytest -n $(WORKERS) -m ""

lint: $(INSTALLED) $(DEV)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

format: $(DEV)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: bench-cut bench-synth bench-labels

bench-cut: $(INSTALLED)
	$(BIN)/python -m benchmarks.cut.run
	$(BIN)/python -m benchmarks.cut.run --titles 6
	$(BIN)/python -m benchmarks.cut.speed

bench-synth: $(INSTALLED)
	$(BIN)/python -m benchmarks.synth.speed

bench-labels: $(DEV)
	$(BIN)/python -m benchmarks.labels.run
	$(BIN)/python -m benchmarks.eval.speed

# The weights in the box, anew: drawn, learned (hours) and put where the package has them.
weights: $(DEV)
	$(BIN)/python tools/pretrain.py runs/pretrain $(if $(HANDS),--hands $(HANDS))
	$(BIN)/python tools/put_weights.py runs/pretrain/full/best.safetensors --card runs/pretrain/full/README.md

clean:
	rm -rf .venv .pytest_cache .mypy_cache .ruff_cache .hypothesis demo-out

# Each step leaves a stamp in .venv, so that the next run does only what has changed since.
$(VENV):
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	    { echo "toonseg needs Python 3.11 or newer: make PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade "pip>=25.1"
	@touch $@

$(INSTALLED): $(VENV) pyproject.toml
	$(BIN)/python -m pip install --quiet --editable ".[browser]"
	@touch $@

$(DEV): $(VENV) pyproject.toml
	$(BIN)/python -m pip install --quiet $(CONSTRAINTS) --editable ".[browser,synth,train]" --group dev
	@touch $@

$(CHROMIUM): $(INSTALLED) tools/install-chromium.sh
	sh tools/install-chromium.sh
	@touch $@
