/**
 * Shows what a network sees inside: adds the mean over all places of its widest activation as an output.
 *
 * onnxruntime gives declared outputs only. Serialised protobuf messages that follow each other are merged, repeated
 * fields appended (Protocol Buffers encoding, "Last One Wins"): a model followed by a fragment with one more node and
 * one more output is the model with both, and nothing that our schema does not know gets lost in between.
 */
import { DATA_TYPE, ModelProto } from './proto.js';

/** Name of the added output, [N, C]. */
export const DEEP = 'diptych_deep';

interface Node {
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
}

interface Model {
  readonly graph: {
    readonly node: readonly Node[];
    readonly initializer: readonly { readonly name: string; readonly dims: readonly unknown[] }[];
  };
}

/** Operators whose result has the channels of their first operand that is a feature map. */
const KEEPS_CHANNELS = new Set([
  ...['Relu', 'LeakyRelu', 'PRelu', 'Elu', 'Selu', 'Gelu', 'Clip', 'Sigmoid', 'HardSigmoid', 'HardSwish', 'Mish'],
  ...['Tanh', 'Softplus', 'BatchNormalization', 'InstanceNormalization', 'Add', 'Mul'],
]);
/** Operators between stored weights and the convolution that uses them. */
const PASSES_WEIGHTS = new Set(['Cast', 'Identity', 'DequantizeLinear']);

/**
 * The model with one output more, `DEEP`: the global average of the widest feature map, of equally wide ones the last
 * (Lee et al. 2018, "A Simple Unified Framework for Detecting Out-of-Distribution Samples"). Undefined when the
 * network has no two-dimensional convolution.
 */
export function exposeDeep(model: Uint8Array): Uint8Array | undefined {
  const value = widestMap(ModelProto.decode(model) as unknown as Model);
  if (value === undefined) return undefined;
  // These two are the same in every operator set, ReduceMean is not.
  const pooled = `${DEEP}_map`;
  const node = [
    { opType: 'GlobalAveragePool', name: pooled, input: [value], output: [pooled] },
    { opType: 'Flatten', name: DEEP, input: [pooled], output: [DEEP] },
  ];
  const output = [{ name: DEEP, type: { tensorType: { elemType: DATA_TYPE.float } } }];
  const fragment = ModelProto.encode(ModelProto.fromObject({ graph: { node, output } })).finish();
  return Buffer.concat([model, fragment]);
}

function widestMap({ graph }: Model): string | undefined {
  const filters = new Map(graph.initializer.map((tensor) => [tensor.name, tensor.dims.map(Number)]));
  const channels = new Map<string, number>();
  let widest: { readonly name: string; readonly width: number } | undefined;
  for (const { opType, input, output } of graph.node) {
    const [name] = output;
    const weights = filters.get(input[0] ?? '');
    if (name === undefined) continue;
    if (PASSES_WEIGHTS.has(opType) && weights) filters.set(name, weights);
    const width = widthOf(opType, input, filters, channels);
    if (width === undefined) continue;
    channels.set(name, width);
    if (!widest || width >= widest.width) widest = { name, width };
  }
  return widest?.name;
}

function widthOf(
  opType: string,
  input: readonly string[],
  filters: ReadonlyMap<string, readonly number[]>,
  channels: ReadonlyMap<string, number>,
): number | undefined {
  if (opType === 'Conv') {
    const shape = filters.get(input[1] ?? '');
    return shape?.length === 4 ? shape[0] : undefined;
  }
  if (!KEEPS_CHANNELS.has(opType)) return undefined;
  return input.map((name) => channels.get(name)).find((width) => width !== undefined);
}
