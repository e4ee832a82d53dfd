"""Renders -> four trained, exported, evaluated scorers.

    python -m training.scorers.run --renders build/renders --out build/scorers

Writes <net>.onnx, <net>.pt (to go on from), report.json and a contact sheet to --out, and keeps the decoded renders there
(renders128.npz, 65 KB a picture) for the next run. Each file is replaced atomically, the moment it is ready. Run it again
to go on where it stopped; with a larger --scale, to train nets further that were finished.
"""

import argparse
import time
from pathlib import Path

import torch

from .data import load_renders
from .evaluate import evaluate
from .export import export
from .sheet import write_sheet
from .tasks import TASKS
from .train import Budget, train

SHARES = {"parsing": 0.3, "landmarks": 0.15, "attributes": 0.25, "identity": 0.3}
"""Of the time, where it is limited: parsing first, since attributes and identity begin with its encoder."""


def main() -> None:
    parser = argparse.ArgumentParser(description="Train, export and evaluate the scorers.")
    parser.add_argument("--renders", type=Path, required=True, help="folder that training.renders.run filled")
    parser.add_argument("--out", type=Path, default=Path("build/scorers"))
    parser.add_argument("--scale", type=float, default=1.0, help="multiplies every net's number of images")
    parser.add_argument("--minutes", type=float, default=float("inf"), help="stop training then, export and evaluate")
    parser.add_argument("--only", nargs="+", choices=TASKS, default=list(TASKS), help="train these, evaluate all that exist")
    parser.add_argument("--batches", type=int, default=1, help="multiplies every batch; 4 suits a GPU")
    parser.add_argument("--threads", type=int, default=1, help="torch threads on a CPU")
    parser.add_argument("--device", default="cuda" if torch.cuda.is_available() else "cpu")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    # Late in training many activations are denormal, which x86 handles dozens of times slower.
    torch.set_flush_denormal(True)
    torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = True
    torch.backends.cudnn.benchmark = True
    end = time.monotonic() + 60 * options.minutes
    renders = load_renders(options.renders, options.out / "renders128.npz")
    names = [name for name in TASKS if name in options.only]
    for k, name in enumerate(names):
        # Time that one net leaves is shared by those after it.
        share = SHARES[name] / sum(SHARES[n] for n in names[k:])
        seconds = (end - time.monotonic()) * share
        budget = Budget(options.scale, seconds, options.batches, torch.device(options.device))
        net, finished = train(name, renders, options.out, budget)
        export(name, net, options.out / f"{name}.onnx")
        print(f"{name} exported, {'finished' if finished else 'to be gone on with'}", flush=True)
    evaluate(renders, options.out)
    if all((options.out / f"{name}.onnx").exists() for name in TASKS):
        write_sheet(renders, options.out)


if __name__ == "__main__":
    main()
