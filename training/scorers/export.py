"""A trained net -> ONNX: batch norm folded, weights stored as float16, arithmetic in float32.

A Cast after every float16 initializer restores float32. onnxruntime folds it when it loads the
model, so half the file size costs no time per image.
"""

import io
import os
import warnings
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval, fuse_linear_bn_eval

from .data import IMAGE_PX
from .nets import Attributes, AttributesExport

OPSET = 17
OUTPUTS = {
    "attributes": AttributesExport.NAMES,
    "parsing": ("logits",),
    "identity": ("embedding",),
    "landmarks": ("points",),
}
HALF_MIN_VALUES = 64
"""Smaller initializers are constants and shapes' arithmetic, kept as they are."""

PARITY_TOLERANCE = 0.02
"""Largest difference from the float32 net allowed, relative to an output's largest magnitude."""


def fold_batch_norm(module: nn.Module) -> None:
    """Merge each batch norm into the convolution or linear layer before it, in place (eval mode)."""
    for child in module.children():
        fold_batch_norm(child)
    if not isinstance(module, nn.Sequential):
        return
    for i in range(len(module) - 1):
        if isinstance(module[i + 1], nn.BatchNorm2d):
            module[i] = fuse_conv_bn_eval(module[i], module[i + 1])
            module[i + 1] = nn.Identity()
        elif isinstance(module[i + 1], nn.BatchNorm1d):
            module[i] = fuse_linear_bn_eval(module[i], module[i + 1])
            module[i + 1] = nn.Identity()


def export(name: str, net: nn.Module, path: Path) -> None:
    """Write `path` atomically, after checking onnxruntime against torch on random images."""
    fold_batch_norm(net)
    whole = AttributesExport(net) if isinstance(net, Attributes) else net
    whole.eval()
    probe = torch.rand(3, 3, IMAGE_PX, IMAGE_PX) * 2 - 1
    model = _to_half(_trace(whole, OUTPUTS[name], probe[:1]))
    onnx.checker.check_model(model, full_check=True)
    content = model.SerializeToString()
    _check_parity(content, whole, probe)
    part = path.with_suffix(f".{os.getpid()}.part")
    part.write_bytes(content)
    part.replace(path)


def _trace(net: nn.Module, outputs: tuple[str, ...], probe: torch.Tensor) -> onnx.ModelProto:
    buffer = io.BytesIO()
    with torch.no_grad(), warnings.catch_warnings():
        # The tracing exporter is deprecated, but needs no package besides onnx and yields a graph as plain as these nets.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            net,
            (probe,),
            buffer,
            opset_version=OPSET,
            dynamo=False,
            input_names=["image"],
            output_names=list(outputs),
            dynamic_axes={tensor: {0: "N"} for tensor in ("image", *outputs)},
        )
    return onnx.load_from_string(buffer.getvalue())


def _to_half(model: onnx.ModelProto) -> onnx.ModelProto:
    graph, casts = model.graph, []
    for initializer in graph.initializer:
        values = numpy_helper.to_array(initializer)
        if initializer.data_type != TensorProto.FLOAT or values.size < HALF_MIN_VALUES:
            continue
        name = initializer.name
        initializer.CopyFrom(numpy_helper.from_array(values.astype(np.float16), f"{name}.half"))
        casts.append(helper.make_node("Cast", [f"{name}.half"], [name], to=TensorProto.FLOAT))
    nodes = [*casts, *graph.node]
    del graph.node[:]
    graph.node.extend(nodes)
    return model


def _check_parity(content: bytes, net: nn.Module, probe: torch.Tensor) -> None:
    session = onnxruntime.InferenceSession(content, providers=["CPUExecutionProvider"])
    found = session.run(None, {"image": probe.numpy()})
    with torch.no_grad():
        wanted = net(probe)
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    for output, got, want in zip(session.get_outputs(), found, wanted, strict=True):
        want = want.numpy()
        difference = float(np.abs(got - want).max() / max(1e-6, np.abs(want).max()))
        if got.shape != want.shape or difference > PARITY_TOLERANCE:
            raise ValueError(f"Expected {output.name} within {PARITY_TOLERANCE} of torch but received {difference:.4f}")
