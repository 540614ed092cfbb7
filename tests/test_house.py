"""What holds for the whole house: who imports whom, what is light, and that nothing goes undocumented."""

from __future__ import annotations

import ast
import importlib
import inspect
import re
import subprocess
import sys
import time
import tomllib
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from typer.main import get_command

import toonseg
from toonseg import health

ROOT = Path(__file__).parents[1]
SOURCE = ROOT / "src" / "toonseg"
DOCS = ROOT / "docs"

LINES = (
    "errors",
    "classes",
    "workspace",
    "pages",
    "pictures",
    "lettering",
    "scale",
    "source",
    "strip",
    "cuts",
    "annotations",
    "evaluation",
    "synth",
    "model",
    "results",
    "tour",
    "health",
    "cli",
)
"""A part of toonseg may import those before it, never those after it."""

MOST_LINES = 350
MODULES = sorted(SOURCE.rglob("*.py"))
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
COMMANDS = get_command(importlib.import_module("toonseg.cli.app").app).commands
VERBS = {
    f"{name} {below}".strip(): command
    for name, above in COMMANDS.items()
    for below, command in getattr(above, "commands", {"": above}).items()
}
"""The verbs, such as "cut", and those of a group, such as "label convert"."""
PACKAGE_VERBS = {"synth"}
"""Verbs that are called like a part of toonseg: their functions are in that part, not at the front door."""
OTHER_NAMES = {"eval": "evaluate", "label next": "next_to_label"}
"""Verbs whose functions are called otherwise: eval and next are Python's own words."""
TYPES = {"Segmenter"}
"""Classes at the front door."""
LATER_EXTRAS = ("studio", "scale")
"""Extras that design.md plans; to be struck off here on the day they exist."""


def part_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0].removesuffix(".py")


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """The parts of toonseg that a module imports anywhere in it, with their lines."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno}: a relative import hides its place in the order"
            names = [node.module or ""]
            if node.module == "toonseg":
                names = [f"toonseg.{alias.name}" for alias in node.names]
        for name in names:
            if name.startswith("toonseg."):
                yield node.lineno, name.split(".")[1]


def test_every_part_has_its_place_in_the_order() -> None:
    assert {part_of(path) for path in MODULES} - {"__init__", "__main__"} == set(LINES)


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_imports_go_one_way(path: Path) -> None:
    if path.parent == SOURCE and path.stem in ("__init__", "__main__"):
        return  # the front door names what lies behind it
    own = LINES.index(part_of(path))
    upward = [
        f"line {line}: {name}"
        for line, name in imported(path)
        if name != "__version__" and LINES.index(name) > own
    ]
    assert not upward, f"{path.relative_to(SOURCE)} imports what stands after it: {upward}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(SOURCE)))
def test_no_module_is_long(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_importing_toonseg_loads_nothing_heavy() -> None:
    code = "import toonseg, sys; print(*sorted({name.partition('.')[0] for name in sys.modules}))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    heavy = {"torch", "playwright", "numpy", "cv2", "PIL", "pydantic", "httpx", "typer", "rich", "fastapi"}
    assert "toonseg" in loaded
    assert not loaded & heavy


def test_importing_toonseg_takes_less_than_three_tenths_of_a_second() -> None:
    def seconds(code: str) -> float:
        times = []
        for _ in range(5):
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", code], check=True)
            times.append(time.perf_counter() - start)
        return min(times)

    assert seconds("import toonseg") - seconds("pass") < 0.3


def test_the_command_line_does_not_load_what_only_some_verbs_need() -> None:
    heavy = ("playwright", "torch", "onnxruntime", "toonseg.synth")
    code = f"import toonseg.cli.app, sys; print(*(name for name in {heavy} if name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_what_a_worker_process_imports_of_the_command_is_light() -> None:
    code = "from toonseg.cli import main; import sys; print('typer' in sys.modules, 'numpy' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.parametrize("name", sorted(set(toonseg.__all__) - {"__version__"} - TYPES))
def test_every_verb_is_a_documented_function(name: str) -> None:
    function = getattr(toonseg, name)
    assert inspect.isfunction(function)
    text = inspect.getdoc(function) or ""
    assert text
    assert "Raises:" in text or "raises nothing" in text
    parameters = set(inspect.signature(function).parameters)
    missing = [parameter for parameter in parameters if not re.search(rf"\b{parameter}\b", text)]
    assert not missing, f"the docstring of toonseg.{name} is silent on {missing}"


def test_type_checkers_know_the_verbs_as_what_they_are() -> None:
    """The front door loads them late, by name, of which mypy sees nothing."""
    tree = ast.parse((SOURCE / "__init__.py").read_text(encoding="utf-8"))
    (seen,) = (one for one in tree.body if isinstance(one, ast.If))
    assert isinstance(seen.test, ast.Name) and seen.test.id == "TYPE_CHECKING"
    told = {
        alias.name: one.module for one in seen.body if isinstance(one, ast.ImportFrom) for alias in one.names
    }
    assert told == toonseg._VERBS


def test_the_verbs_are_the_functions() -> None:
    names = {OTHER_NAMES.get(verb, verb.rpartition(" ")[2]) for verb in VERBS} - PACKAGE_VERBS
    assert names == set(toonseg.__all__) - {"__version__"} - TYPES
    assert set(toonseg.__all__) <= set(dir(toonseg))
    with pytest.raises(AttributeError, match="no_such_verb"):
        toonseg.no_such_verb  # noqa: B018


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_and_option_has_help(verb: str) -> None:
    command = VERBS[verb]
    assert command.help
    assert command.help.strip().endswith(".")
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"toonseg {verb}: {parameter.name} has no help"
    assert any("--json" in parameter.opts for parameter in command.params)


def section(page: str, heading: str) -> str:
    """The text of docs/cli.md below `## heading`, up to the next one."""
    parts = re.split(r"^## ", page, flags=re.MULTILINE)
    return next((part for part in parts if part.startswith(f"{heading}\n")), "")


@pytest.mark.parametrize("verb", sorted(VERBS))
def test_every_verb_and_option_is_in_the_docs(verb: str) -> None:
    text = section((DOCS / "cli.md").read_text(encoding="utf-8"), f"toonseg {verb}")
    assert f"    toonseg {verb}" in text, f"docs/cli.md has no example of toonseg {verb}"
    options = [option for p in VERBS[verb].params for option in (*p.opts, *p.secondary_opts)]
    named = set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", text))
    asked = {option for option in options if option.startswith("-")} - {"--help", "-h"}
    assert asked <= named, f"docs/cli.md does not name {sorted(asked - named)} of toonseg {verb}"
    gone = {name for name in named if name.startswith("--")} - asked
    assert not gone, f"docs/cli.md names {sorted(gone)}, which toonseg {verb} does not have"


@pytest.mark.parametrize("name", ["README.md", "README.ko.md"])
def test_the_readme_names_every_verb(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert all(f"`toonseg {verb}`" in text or f"`toonseg {verb} " in text for verb in VERBS)


def test_both_readmes_have_the_same_parts() -> None:
    def shape(name: str) -> list[tuple[int, int]]:
        text = (ROOT / name).read_text(encoding="utf-8")
        parts = re.split(r"^(#+) .*$", text, flags=re.MULTILINE)[1:]
        return [(len(marks), body.count("\n|")) for marks, body in zip(parts[::2], parts[1::2], strict=True)]

    assert shape("README.md") == shape("README.ko.md")


PAGES = sorted(p for p in [*ROOT.glob("*.md"), *DOCS.rglob("*.md"), *(ROOT / "benchmarks").rglob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    dead = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert not dead


def test_the_index_names_every_page() -> None:
    text = (DOCS / "README.md").read_text(encoding="utf-8")
    pages = [p.relative_to(DOCS).as_posix() for p in DOCS.rglob("*.md") if p.name != "README.md"]
    assert not [page for page in pages if f"({page})" not in text]


def test_the_version_is_the_same_everywhere() -> None:
    assert metadata.version("toonseg") == toonseg.__version__
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.search(rf"^## \[{re.escape(toonseg.__version__)}\]", changes, re.MULTILINE)


def names(requirements: list[str]) -> set[str]:
    return {re.split(r"[^A-Za-z0-9._-]", requirement)[0] for requirement in requirements}


def test_doctor_knows_every_dependency_and_extra() -> None:
    assert set(health.CORE) == names(PYPROJECT["project"]["dependencies"])
    extras = PYPROJECT["project"]["optional-dependencies"]
    assert {extra: set(packages) for extra, packages in health.EXTRAS.items()} == {
        extra: names(packages) - {"toonseg"}  # an extra may take in another one
        for extra, packages in extras.items()
    }


TEXTS = [*PAGES, *MODULES, ROOT / "Makefile", *(ROOT / "tools").rglob("*.py")]


def test_only_extras_that_exist_are_offered() -> None:
    offered = {
        extra.strip()
        for path in TEXTS
        for group in re.findall(r"(?:toonseg|\.)\[([a-z, ]+)\]", path.read_text(encoding="utf-8"))
        for extra in group.split(",")
    } - {"extra"}
    extras = set(PYPROJECT["project"]["optional-dependencies"])
    assert offered <= extras
    assert not extras & set(LATER_EXTRAS)


def test_commands_in_the_docs_are_verbs() -> None:
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        for verb in re.findall(r"^ {4}(?:\$ )?toonseg ((?:label )?[a-z]\S*)", text, re.M):
            assert verb in VERBS, f"{page.name} shows toonseg {verb}"
