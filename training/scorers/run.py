"""Renders -> four trained, exported, evaluated scorers.

    python -m training.scorers.run --heads ../shared/heads --out build/scorers

Writes <net>.onnx, report.json and two contact sheets to --out, and keeps the decoded renders there
(renders128.npz, 310 MB) for the next run. Each file is replaced atomically, the moment it is ready.
"""

import argparse
import copy
from pathlib import Path

import torch

from .data import load_renders
from .evaluate import evaluate
from .export import export
from .identity import fit_identity
from .sheet import write_sheets
from .tasks import TASKS
from .train import train


def main() -> None:
    parser = argparse.ArgumentParser(description="Train, export and evaluate the scorers.")
    parser.add_argument("--heads", type=Path, default=Path("../shared/heads"), help="folder of train.tar and labels.jsonl")
    parser.add_argument("--out", type=Path, default=Path("build/scorers"))
    parser.add_argument("--epochs-scale", type=float, default=1.0, help="multiplies every net's number of epochs")
    parser.add_argument("--only", nargs="+", choices=TASKS, default=TASKS, help="train these, evaluate all; attributes bring identity along, and want parsing before them")
    parser.add_argument("--threads", type=int, default=1, help="torch threads for training")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # Late in training many activations are denormal, which x86 handles dozens of times slower.
    torch.set_flush_denormal(True)
    renders = load_renders(options.heads, options.out / "renders128.npz")
    encoder = None
    for name in options.only:
        net = train(name, renders, options.epochs_scale, encoder)
        if name == "parsing":
            encoder = copy.deepcopy(net.encoder)
        if name == "attributes":
            export("identity", fit_identity(net, renders), options.out / "identity.onnx")
        export(name, net, options.out / f"{name}.onnx")
    evaluate(renders, options.out)
    write_sheets(renders, options.heads, options.out)


if __name__ == "__main__":
    main()
