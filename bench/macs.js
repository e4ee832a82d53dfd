/**
 * Multiply-accumulates of a network, counted from the shapes in its file.
 *
 * Knows the operators that our builders of generators write. Convolutions and matrix products count; what scales or
 * adds element by element does not, as is usual when a network's MACs are quoted.
 */
import { ModelProto } from '../dist/onnx/proto.js';

/** @typedef {readonly number[]} Shape */
/**
 * @typedef {object} Layer A counted operator.
 * @property {string} type
 * @property {Shape} input
 * @property {Shape} weight
 * @property {Shape} output
 * @property {number} macs
 */

/**
 * @param {Uint8Array} model An ONNX file.
 * @param {number} batch Value of its symbolic sizes.
 * @returns {Layer[]} in the order of the graph
 */
export function countMacs(model, batch) {
  const { graph } = ModelProto.toObject(ModelProto.decode(model), { longs: Number, arrays: true });
  const shapes = new Map();
  const constants = new Map();
  for (const { name, type } of graph.input) {
    shapes.set(
      name,
      type.tensorType.shape.dim.map((d) => (d.dimParam ? batch : Number(d.dimValue))),
    );
  }
  for (const { name, dims, dataType, rawData } of graph.initializer) {
    shapes.set(name, dims);
    if (dataType === 7) constants.set(name, integers(rawData));
  }
  // What is made of constants alone the runtime computes once, when it loads the graph.
  const constant = new Set(graph.initializer.map(({ name }) => name));
  const layers = [];
  for (const node of graph.node) {
    const inputs = node.input.map((name) => shapes.get(name));
    const attributes = Object.fromEntries(node.attribute.map((a) => [a.name, a.ints.length > 0 ? a.ints : a.i]));
    const infer = OPERATORS[node.opType];
    const folded = node.input.every((name) => constant.has(name));
    if (folded) constant.add(node.output[0]);
    if (!infer) throw new Error(`Expected a known operator for ${node.name} but received ${node.opType}`);
    const { shape, macs } = infer(inputs, attributes, constants.get(node.input[1]));
    shapes.set(node.output[0], shape);
    if (macs && !folded) layers.push({ type: node.opType, input: inputs[0], weight: inputs[1], output: shape, macs });
  }
  return layers;
}

const size = (shape) => shape.reduce((a, b) => a * b, 1);

const same = ([x]) => ({ shape: x });

const broadcast = ([a, b]) => {
  const rank = Math.max(a.length, b.length);
  const at = (shape, i) => shape[shape.length - rank + i] ?? 1;
  return { shape: Array.from({ length: rank }, (_, i) => Math.max(at(a, i), at(b, i))) };
};

const convolve = ([x, w], { pads = [0, 0, 0, 0], strides = [1, 1] }) => {
  const side = (i) => Math.floor((x[2 + i] + pads[i] + pads[2 + i] - w[2 + i]) / strides[i]) + 1;
  const shape = [x[0], w[0], side(0), side(1)];
  return { shape, macs: size(shape) * w[1] * w[2] * w[3] };
};

const convolveTransposed = ([x, w], { pads = [0, 0, 0, 0], strides = [1, 1], group = 1 }) => {
  const side = (i) => (x[2 + i] - 1) * strides[i] + w[2 + i] - pads[i] - pads[2 + i];
  return { shape: [x[0], w[1] * group, side(0), side(1)], macs: size(x) * w[1] * w[2] * w[3] };
};

const multiply = ([a, b], { transB = 0 }) => {
  const columns = transB ? b.at(-2) : b.at(-1);
  const { shape: batch } = broadcast([a.slice(0, -2), b.slice(0, -2)]);
  const shape = [...batch, a.at(-2), columns];
  return { shape, macs: size(shape) * a.at(-1) };
};

const transpose = ([x], { perm }) => ({ shape: perm.map((axis) => x[axis]) });

const reshape = ([x], _, target) => {
  const known = target.map((n, i) => (n === 0 ? x[i] : n));
  const rest = size(x) / size(known.filter((n) => n > 0));
  return { shape: known.map((n) => (n === -1 ? rest : n)) };
};

const gather = ([x, index], { axis = 0 }) => ({ shape: [...x.slice(0, axis), ...index, ...x.slice(axis + 1)] });

const depthToSpace = ([[n, c, h, w]], { blocksize: b }) => ({ shape: [n, c / b ** 2, h * b, w * b] });

/** Shape of the result, and MACs where they count, by operator. */
const OPERATORS = {
  Conv: convolve,
  ConvTranspose: convolveTransposed,
  Gemm: multiply,
  MatMul: multiply,
  Mul: broadcast,
  Add: broadcast,
  Reshape: reshape,
  Transpose: transpose,
  Gather: gather,
  DepthToSpace: depthToSpace,
  ...Object.fromEntries(
    ['Cast', 'Identity', 'Sqrt', 'Reciprocal', 'LeakyRelu', 'Relu', 'Clip'].map((op) => [op, same]),
  ),
};

function integers(bytes) {
  // A view needs bytes that begin on a multiple of eight, which a slice of a file does not.
  return [...new BigInt64Array(Uint8Array.from(bytes).buffer)].map(Number);
}
