"""Train one scorer on one core."""

import time

import numpy as np
import torch
from torch import nn

from .augment import augment
from .data import Renders
from .labels import held_out
from .tasks import make_task

SEED = 20
WEIGHT_DECAY = 0.02


def train(name: str, renders: Renders, epochs_scale: float = 1.0) -> nn.Module:
    """Train `name` on every identity that is not held out; returns the net in eval mode.

    AdamW under a one-cycle rate: a few hundred to a thousand steps are all there is time for, and
    one cycle gets the most out of few steps.
    """
    torch.manual_seed(SEED)
    rng = np.random.default_rng(SEED)
    rows = np.flatnonzero(~held_out(renders.labels.id))
    task = make_task(name, renders.labels, renders.segments, rows)
    net = task.net.to(memory_format=torch.channels_last).train()
    epochs = max(1, round(task.epochs * epochs_scale))
    steps_per_epoch = sum(1 for _ in task.order(np.random.default_rng(SEED), rows))
    optimiser = torch.optim.AdamW(task.parameters(), lr=task.rate, weight_decay=WEIGHT_DECAY)
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimiser, task.rate, total_steps=epochs * steps_per_epoch, pct_start=0.2, cycle_momentum=False
    )
    for epoch in range(epochs):
        started, losses = time.monotonic(), []
        for batch_rows in task.order(rng, rows):
            images, segments = renders.take(batch_rows)
            batch = augment(images, segments, renders.labels.points[batch_rows], task.strength)
            loss = task.loss(net(batch.image), batch, batch_rows)
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            optimiser.step()
            schedule.step()
            losses.append(loss.item())
        seconds = time.monotonic() - started
        print(f"{name} epoch {epoch + 1}/{epochs} loss {np.mean(losses):.4f} {seconds:.0f} s", flush=True)
    return net.eval()
