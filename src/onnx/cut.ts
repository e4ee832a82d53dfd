/**
 * Cuts a synthesis network in two where the later layers of W+ come in.
 *
 * An edit that begins at some layer leaves everything that hangs on earlier layers alone alike in all images of a face.
 * The head computes that once, and the tail takes it together with each image's W+. Operators and weights are those of
 * the whole network, so the images are the same to the bit.
 */
import { DATA_TYPE, ModelProto } from './proto.js';

/** A network in two parts. */
export interface Cut {
  /** Takes `ws` and noise maps as the whole network does, gives what the tail needs. */
  readonly head: Uint8Array;
  /** Takes the head's outputs too, from a batch of one if wanted, and gives `image`. */
  readonly tail: Uint8Array;
}

interface Node {
  readonly opType: string;
  readonly input: readonly string[];
  readonly output: readonly string[];
}

interface Graph {
  readonly node: readonly Node[];
  readonly initializer: readonly { readonly name: string; readonly rawData: Uint8Array }[];
  readonly input: readonly { readonly name: string }[];
  readonly output: readonly { readonly name: string }[];
}

/**
 * Cuts a network that takes each layer from `ws` by a Gather, as our builder writes it.
 * @param layer first layer that only the tail sees, 1 or more
 * @returns undefined where nothing can be shared: a network of another kind, or no layer before
 */
export function cutAtLayer(model: Uint8Array, layer: number): Cut | undefined {
  const message = ModelProto.decode(model) as unknown as { readonly graph: Graph };
  const { graph } = message;
  const { hanging, late } = dependents(graph, layer);
  const read = new Set(graph.node.flatMap(({ input, output }) => (output.some((o) => late.has(o)) ? input : [])));
  const between = [...hanging].filter((name) => !late.has(name) && read.has(name));
  if (between.length === 0) return undefined;
  const values = between.map((name) => ({ name, type: { tensorType: { elemType: DATA_TYPE.float } } }));
  const encode = (part: Graph): Uint8Array => ModelProto.encode({ ...message, graph: { ...graph, ...part } }).finish();
  return {
    head: encode(partOf({ ...graph, output: values })),
    tail: encode(partOf({ ...graph, input: [...values, ...graph.input] })),
  };
}

/** Values that hang on W+ at all, and those of them that hang on layers from `layer` on. */
function dependents(graph: Graph, layer: number): { hanging: Set<string>; late: Set<string> } {
  const indices = new Map(graph.initializer.map(({ name, rawData }) => [name, rawData]));
  const hanging = new Set<string>();
  const late = new Set<string>();
  for (const { opType, input, output } of graph.node) {
    const index = opType === 'Gather' && input[0] === 'ws' ? scalarOf(indices.get(input[1] ?? '')) : undefined;
    // W+ used in another way is used whole.
    const taken = input.includes('ws') ? (index ?? Infinity) : undefined;
    if (taken !== undefined || input.some((name) => hanging.has(name))) for (const name of output) hanging.add(name);
    if ((taken ?? -1) >= layer || input.some((name) => late.has(name))) for (const name of output) late.add(name);
  }
  return { hanging, late };
}

/** The operators that the outputs need beyond what is given, and what those read. */
function partOf(graph: Graph): Graph {
  const given = new Set(graph.input.map(({ name }) => name));
  const needed = new Set(graph.output.map(({ name }) => name));
  const node = graph.node
    .toReversed()
    .filter(({ input, output }) => {
      if (!output.some((name) => needed.has(name) && !given.has(name))) return false;
      for (const name of input) needed.add(name);
      return true;
    })
    .toReversed();
  return {
    ...graph,
    node,
    initializer: graph.initializer.filter(({ name }) => needed.has(name)),
    input: graph.input.filter(({ name }) => needed.has(name)),
  };
}

function scalarOf(raw: Uint8Array | undefined): number | undefined {
  return raw?.length === 8 ? Number(Buffer.from(raw).readBigInt64LE()) : undefined;
}
