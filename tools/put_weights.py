"""Put trained weights into the box: half-precision safetensors and the same as ONNX, below 24 MB together.

    python tools/put_weights.py runs/pretrain/best.safetensors --card runs/pretrain/README.md

Convolutions are rounded to float16; what is small and delicate (normalisation, biases) stays float32. The
ONNX file is made of the rounded weights, so that both files give the same instances.
"""

from __future__ import annotations

import argparse
import shutil
from pathlib import Path

from toonseg.model.checkpoint import network_of, read_checkpoint, save_checkpoint
from toonseg.model.export import export_onnx
from toonseg.model.pretrained import BOX, NAME, ONNX, SAFETENSORS

MOST_BYTES = 24_000_000


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("weights", type=Path)
    parser.add_argument("--card", type=Path, required=True, help="the model card, as Markdown")
    parser.add_argument("--threshold", type=float, help="the score from which instances are shown")
    asked = parser.parse_args()
    weights, card = read_checkpoint(asked.weights)
    if asked.threshold is not None:
        card = card.model_copy(update={"threshold": asked.threshold})
    halved = {name: value.half() if value.ndim > 1 else value for name, value in weights.items()}
    BOX.mkdir(exist_ok=True)
    save_checkpoint(BOX / f"{NAME}{SAFETENSORS}", halved, card)
    rounded = {name: value.float() if value.is_floating_point() else value for name, value in halved.items()}
    export_onnx(network_of(rounded, card, asked.weights), card, BOX / f"{NAME}{ONNX}")
    shutil.copyfile(asked.card, BOX / "README.md")
    size = sum(path.stat().st_size for path in BOX.iterdir())
    print(f"{BOX}: {size / 1e6:.1f} MB")
    if size > MOST_BYTES:
        raise SystemExit(f"more than {MOST_BYTES / 1e6:.0f} MB: make the network smaller")


if __name__ == "__main__":
    main()
