/**
 * Our ONNX graph writer: nodes and weights in, a model file out.
 *
 * Values are referred to by name; every call returns the name of its result, so that a network reads as nested calls.
 */
import { invariant } from '../errors.js';
import { toHalfArray } from './half.js';
import { ATTRIBUTE_TYPE, DATA_TYPE, ModelProto } from './proto.js';

/** A dense float32 array with its shape, row-major. */
export interface Tensor {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** Attribute values by name: numbers are floats when wrapped, integers otherwise. */
export type Attributes = Readonly<Record<string, number | readonly number[] | string | { readonly float: number }>>;
/** Dimensions of an input or output; a string is a symbolic size such as `N`. */
export type Shape = readonly (number | string)[];

/** Precision of weights on disk. Computation is float32 either way. */
export type WeightPrecision = 'float32' | 'float16';

/** Operator set of the graphs: 17 is read by every ONNX Runtime since 1.12. */
const OPSET = 17;
const IR_VERSION = 8;

/** A graph under construction. */
export class GraphBuilder {
  readonly #name: string;
  readonly #precision: WeightPrecision;
  readonly #nodes: object[] = [];
  readonly #initializers: object[] = [];
  readonly #inputs: object[] = [];
  readonly #outputs: object[] = [];
  #count = 0;

  constructor(name: string, precision: WeightPrecision) {
    this.#name = name;
    this.#precision = precision;
  }

  /** Declares a float32 input and returns its name. */
  input(name: string, shape: Shape): string {
    this.#inputs.push(valueInfo(name, shape));
    return name;
  }

  /** Declares an input with a default (IR ≥ 4): a constant, until `requireInputs` takes the default away. */
  overridableInput(name: string, value: Tensor): string {
    this.#inputs.push(valueInfo(name, value.shape));
    this.#initializers.push(tensorProto(name, value, 'float32'));
    return name;
  }

  /** Adds weights, stored in the graph's precision, and returns the name under which they are float32. */
  weight(name: string, value: Tensor): string {
    const size = value.shape.reduce((a, b) => a * b, 1);
    invariant(size === value.data.length, `${name} has ${value.data.length} values for shape [${value.shape}]`);
    if (this.#precision === 'float32') {
      this.#initializers.push(tensorProto(name, value, 'float32'));
      return name;
    }
    this.#initializers.push(tensorProto(`${name}.half`, value, 'float16'));
    return this.node('Cast', [`${name}.half`], { to: DATA_TYPE.float }, name);
  }

  /** Adds a float32 constant that is never stored in half precision, such as an epsilon or a noise map. */
  constant(values: readonly number[] | Float32Array, shape: readonly number[]): string {
    const name = this.#fresh('constant');
    this.#initializers.push(tensorProto(name, { data: Float32Array.from(values), shape }, 'float32'));
    return name;
  }

  /** Adds an int64 constant, such as axes, starts or a shape. A missing shape means a vector. */
  integers(values: readonly number[], shape: readonly number[] = [values.length]): string {
    const name = this.#fresh('integers');
    const raw = new BigInt64Array(values.map(BigInt));
    this.#initializers.push({ name, dims: shape, dataType: DATA_TYPE.int64, rawData: new Uint8Array(raw.buffer) });
    return name;
  }

  /** Adds an operator with one result and returns the result's name. */
  node(opType: string, inputs: readonly string[], attributes: Attributes = {}, output = this.#fresh(opType)): string {
    const attribute = Object.entries(attributes).map(([name, value]) => attributeProto(name, value));
    this.#nodes.push({ name: output, opType, input: inputs, output: [output], attribute });
    return output;
  }

  /** Declares a value as an output under a name of its own. */
  output(value: string, name: string, shape: Shape): void {
    this.node('Identity', [value], {}, name);
    this.#outputs.push(valueInfo(name, shape));
  }

  /** The bytes of the model file; the same calls give the same bytes. */
  build(metadata: Readonly<Record<string, string>> = {}): Uint8Array {
    const model = {
      irVersion: IR_VERSION,
      producerName: 'diptych',
      opsetImport: [{ domain: '', version: OPSET }],
      metadataProps: Object.entries(metadata).map(([key, value]) => ({ key, value })),
      graph: {
        name: this.#name,
        node: this.#nodes,
        initializer: this.#initializers,
        input: this.#inputs,
        output: this.#outputs,
      },
    };
    return ModelProto.encode(ModelProto.fromObject(model)).finish();
  }

  #fresh(prefix: string): string {
    this.#count += 1;
    return `${prefix}_${this.#count}`;
  }
}

function tensorProto(name: string, value: Tensor, precision: WeightPrecision): object {
  const half = precision === 'float16';
  const values = half ? toHalfArray(value.data) : value.data;
  return {
    name,
    dims: value.shape,
    dataType: half ? DATA_TYPE.float16 : DATA_TYPE.float,
    rawData: new Uint8Array(values.buffer, values.byteOffset, values.byteLength),
  };
}

function valueInfo(name: string, shape: Shape): object {
  const dim = shape.map((size) => (typeof size === 'string' ? { dimParam: size } : { dimValue: size }));
  return { name, type: { tensorType: { elemType: DATA_TYPE.float, shape: { dim } } } };
}

function attributeProto(name: string, value: Attributes[string]): object {
  if (typeof value === 'number') return { name, type: ATTRIBUTE_TYPE.int, i: value };
  if (typeof value === 'string') return { name, type: ATTRIBUTE_TYPE.string, s: Buffer.from(value) };
  if ('float' in value) return { name, type: ATTRIBUTE_TYPE.float, f: value.float };
  return { name, type: ATTRIBUTE_TYPE.ints, ints: value };
}
