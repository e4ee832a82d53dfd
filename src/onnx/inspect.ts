/** What a model file of others declares: its inputs and outputs, and the files that its weights lie in. */
import { DiptychError } from '../errors.js';
import { EXTERNAL, ModelProto } from './proto.js';

/** An input or output as declared. */
export interface Declared {
  readonly name: string;
  /** TensorProto.DataType; 0 where the file does not say. */
  readonly type: number;
  /** A string is a size that is free; undefined where the file says nothing of the shape. */
  readonly shape: readonly (number | string)[] | undefined;
}

/** A model as far as it is known before a runtime opens it. */
export interface Inspected {
  /** Without those that have a default. */
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  /** Locations of external data as the file writes them, each once; relative to the model's folder if it is honest. */
  readonly external: readonly string[];
}

interface Tensor {
  readonly name: string;
  readonly externalData: readonly { readonly key: string; readonly value: string }[];
  readonly dataLocation: number;
}

interface Sparse {
  readonly values: Tensor | null;
  readonly indices: Tensor | null;
}

interface Attribute {
  readonly t: Tensor | null;
  readonly g: Graph | null;
  readonly tensors: readonly Tensor[];
  readonly graphs: readonly Graph[];
  readonly sparseTensor: Sparse | null;
  readonly sparseTensors: readonly Sparse[];
}

interface Node {
  readonly attribute: readonly Attribute[];
}

interface Dimension {
  readonly dimValue: number | { toNumber(): number };
  readonly dimParam: string;
}

interface Value {
  readonly name: string;
  readonly type: {
    readonly tensorType: {
      readonly elemType: number;
      readonly shape: { readonly dim: readonly Dimension[] } | null;
    } | null;
  } | null;
}

/** What may hold tensors: a graph, or the body of a function. */
interface Holder {
  readonly node: readonly Node[];
  readonly initializer: readonly Tensor[];
  readonly sparseInitializer: readonly Sparse[];
}

interface Graph extends Holder {
  readonly input: readonly Value[];
  readonly output: readonly Value[];
}

interface Model {
  readonly graph: Graph | null;
  readonly functions: readonly { readonly node: readonly Node[] }[];
  readonly trainingInfo: readonly { readonly initialization: Graph | null; readonly algorithm: Graph | null }[];
}

/** Reads the declarations of a model file. @throws DiptychError E_MODEL when it is none, naming `name` */
export function inspectModel(bytes: Uint8Array, name: string): Inspected {
  const model = decode(bytes, name);
  const { graph } = model;
  if (!graph || graph.output.length === 0) throw noModel(name);
  const defaults = new Set(graph.initializer.map((tensor) => tensor.name));
  return {
    inputs: graph.input.filter((input) => !defaults.has(input.name)).map(declared),
    outputs: graph.output.map(declared),
    external: [...externals(model)],
  };
}

function decode(bytes: Uint8Array, name: string): Model {
  try {
    return ModelProto.decode(bytes) as unknown as Model;
  } catch (cause) {
    throw noModel(name, cause);
  }
}

function noModel(name: string, cause?: unknown): DiptychError {
  return new DiptychError('E_MODEL', `Expected an ONNX model for ${name} but received a damaged or other file`, {
    cause,
    hint: 'Export it again, or fetch it anew',
  });
}

function declared({ name, type }: Value): Declared {
  const tensor = type?.tensorType;
  const shape = tensor?.shape?.dim.map(({ dimValue, dimParam }) => {
    const size = typeof dimValue === 'number' ? dimValue : dimValue.toNumber();
    return size > 0 ? size : dimParam || '?';
  });
  return { name, type: tensor?.elemType ?? 0, shape };
}

/** Files named by any tensor of the model, wherever it stands: nodes may hold tensors, and graphs that hold nodes. */
function externals({ graph, functions, trainingInfo }: Model): Set<string> {
  const found = new Set<string>();
  const tensor = (one: Tensor | null): void => {
    if (one === null || (one.dataLocation !== EXTERNAL && one.externalData.length === 0)) return;
    for (const { key, value } of one.externalData) if (key === 'location') found.add(value);
  };
  const sparse = (one: Sparse | null): void => {
    tensor(one?.values ?? null);
    tensor(one?.indices ?? null);
  };
  const left: Holder[] = functions.map(({ node }) => ({ node, initializer: [], sparseInitializer: [] }));
  for (const held of [graph, ...trainingInfo.flatMap((info) => [info.initialization, info.algorithm])]) {
    if (held) left.push(held);
  }
  for (let held = left.pop(); held; held = left.pop()) {
    for (const one of held.initializer) tensor(one);
    for (const one of held.sparseInitializer) sparse(one);
    for (const { t, g, tensors, graphs, sparseTensor, sparseTensors } of held.node.flatMap((node) => node.attribute)) {
      for (const one of [t, ...tensors]) tensor(one);
      for (const one of [sparseTensor, ...sparseTensors]) sparse(one);
      for (const inner of g ? [g, ...graphs] : graphs) left.push(inner);
    }
  }
  return found;
}
