"""Train one scorer, on a CPU or a GPU; a run that stopped goes on where it was."""

import copy
import math
import os
import time
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import nn

from .augment import augment
from .data import Renders
from .labels import Labels, held_out
from .tasks import TASKS, Task

SEED = 20
WEIGHT_DECAY = 0.02
WARM_UP = 0.05
"""Share of the images in which the rate rises; from there it falls along a cosine."""
AVERAGE = 0.999
"""Decay of the running average of the weights, which is what is exported: good at any moment, not only at the end."""
SAVE_EVERY_S = 120


@dataclass(frozen=True)
class Budget:
    """How long a training lasts and how large its steps are."""

    scale: float
    """Of the task's number of images."""
    seconds: float
    batches: int
    """The task's batch times this, its rate times the root of it: fewer, larger steps keep a GPU busy."""
    device: torch.device


def train(name: str, renders: Renders, out: Path, budget: Budget) -> tuple[nn.Module, bool]:
    """Train `name` on every identity that is not held out, until its images are seen or the time has passed -> the averaged
    net in eval mode on the CPU, and whether it is finished. Its state is kept in `out/name.pt`."""
    torch.manual_seed(SEED)
    device = budget.device
    rows = np.flatnonzero(~held_out(renders.labels.id))
    task = _begin(name, renders.labels.take(rows), renders.segments[rows], out).to(device, memory_format=torch.channels_last)
    average = copy.deepcopy(task.net).eval()
    optimiser = torch.optim.AdamW([p for p in task.parameters() if p.requires_grad], weight_decay=WEIGHT_DECAY)
    checkpoint, seen = out / f"{name}.pt", 0
    if checkpoint.exists():
        seen = _resume(checkpoint, task, average, optimiser, device)
    images, segments = (torch.from_numpy(a).to(device) for a in (renders.images, renders.segments))
    points, chosen = torch.from_numpy(renders.labels.points).to(device), torch.from_numpy(rows).to(device)
    goal, size, rate = round(task.images * budget.scale), task.batch * budget.batches, task.rate * math.sqrt(budget.batches)
    started, saved, losses = time.monotonic(), time.monotonic(), []
    torch.manual_seed(SEED + seen)
    while seen < goal and time.monotonic() - started < budget.seconds:
        for group in optimiser.param_groups:
            group["lr"] = rate * _schedule(seen / goal)
        order = _order(len(rows), seen, size, device)
        at = chosen[order]
        batch = augment(images[at], segments[at], points[at], task.strength)
        with torch.autocast(device.type, torch.bfloat16, enabled=device.type == "cuda"):
            loss = task.loss(batch, order)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()
        optimiser.step()
        seen += size
        _follow(average, task.net, min(AVERAGE, (seen / size + 1) / (seen / size + 10)))
        losses.append(loss.detach())
        if time.monotonic() - saved > SAVE_EVERY_S:
            _save(checkpoint, task, average, optimiser, seen)
            speed = len(losses) * size / (time.monotonic() - saved)
            print(f"{name} {seen}/{goal} loss {torch.stack(losses).mean():.4f} {speed:.0f} images a second", flush=True)
            saved, losses = time.monotonic(), []
    _save(checkpoint, task, average, optimiser, seen)
    print(f"{name} {seen}/{goal} after {time.monotonic() - started:.0f} s", flush=True)
    return average.cpu().to(memory_format=torch.contiguous_format), seen >= goal


def _begin(name: str, labels: Labels, segments: np.ndarray, out: Path) -> Task:
    task = TASKS[name](labels, segments)
    source = out / f"{task.encoder}.pt"
    if task.encoder and source.exists():
        prefix = "encoder."
        state = torch.load(source, map_location="cpu", weights_only=True)["average"]
        task.net.encoder.load_state_dict({k.removeprefix(prefix): v for k, v in state.items() if k.startswith(prefix)})
    return task


def _schedule(progress: float) -> float:
    """Share of the images seen -> factor of the rate."""
    return min(1.0, progress / WARM_UP + 1e-2) * (0.5 + 0.5 * math.cos(math.pi * progress)) + 1e-3


def _order(count: int, seen: int, batch: int, device: torch.device) -> torch.Tensor:
    """The next `batch` of `count` rows: every pass has an order of its own, and a last batch is filled from its start."""
    generator = torch.Generator().manual_seed(SEED + seen // count)
    return torch.randperm(count, generator=generator).roll(-(seen % count))[:batch].to(device)


@torch.no_grad()
def _follow(average: nn.Module, net: nn.Module, decay: float) -> None:
    ours, theirs = average.state_dict(), net.state_dict()
    for name, value in theirs.items():
        if value.is_floating_point():
            ours[name].lerp_(value, 1 - decay)
        else:
            ours[name].copy_(value)


def _save(path: Path, task: Task, average: nn.Module, optimiser: torch.optim.Optimizer, seen: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(f".{os.getpid()}.part")
    torch.save(dict(task=task.state_dict(), average=average.state_dict(), optimiser=optimiser.state_dict(), seen=seen), part)
    part.replace(path)


def _resume(path: Path, task: Task, average: nn.Module, optimiser: torch.optim.Optimizer, device: torch.device) -> int:
    state = torch.load(path, map_location=device, weights_only=True)
    task.load_state_dict(state["task"])
    average.load_state_dict(state["average"])
    shapes = [p.shape for group in optimiser.param_groups for p in group["params"]]
    # Where identities were added since, the moments no longer fit; the optimiser finds new ones within a few steps.
    if all(s["exp_avg"].shape == shapes[i] for i, s in state["optimiser"]["state"].items()):
        optimiser.load_state_dict(state["optimiser"])
    return state["seen"]
