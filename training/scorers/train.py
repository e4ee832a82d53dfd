"""Train one scorer on one core."""

import time

import numpy as np
import torch
from torch import nn

from .augment import augment
from .data import Renders
from .labels import held_out
from .tasks import Task, make_task

SEED = 20
WEIGHT_DECAY = 0.02


def train(name: str, renders: Renders, epochs_scale: float = 1.0, encoder: nn.Module | None = None) -> nn.Module:
    """Train `name` on every identity that is not held out; returns the net in eval mode.

    AdamW under a one-cycle rate: a few hundred steps are all there is time for, and one cycle gets the
    most out of few steps.
    """
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    rows = np.flatnonzero(~held_out(renders.labels.id))
    task = make_task(name, renders.labels, renders.segments, rows, encoder)
    net = task.net.to(memory_format=torch.channels_last).train()
    epochs, steps = max(1, round(task.epochs * epochs_scale)), len(rows) // task.batch
    optimiser = torch.optim.AdamW(net.parameters(), weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, task.rate, total_steps=epochs * steps, pct_start=0.2, cycle_momentum=False
    )
    for epoch in range(epochs):
        started, losses = time.monotonic(), []
        order = rng.permutation(rows)
        for step in range(steps):
            chosen = order[step * task.batch : (step + 1) * task.batch]
            losses.append(_step(net, task, optimiser, renders, chosen))
            schedule.step()
        seconds = time.monotonic() - started
        print(f"{name} epoch {epoch + 1}/{epochs} loss {np.mean(losses):.4f} {seconds:.0f} s", flush=True)
    return net.eval()


def _step(net: nn.Module, task: Task, optimiser: torch.optim.Optimizer, renders: Renders, rows: np.ndarray) -> float:
    images, segments = renders.take(rows)
    batch = augment(images, segments, renders.labels.points[rows], task.strength)
    loss = task.loss(getattr(net, "learn", net)(batch.image), batch, rows)
    optimiser.zero_grad(set_to_none=True)
    loss.backward()
    optimiser.step()
    return loss.item()
