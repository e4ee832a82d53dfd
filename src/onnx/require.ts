/**
 * Makes overridable inputs required.
 *
 * ONNX lets a caller feed an input in place of its default value, but onnxruntime-node offers only the inputs without
 * one. Without its default, an input is asked for like any other.
 */
import { invariant } from '../errors.js';
import { ModelProto } from './proto.js';

interface Model {
  readonly graph: { initializer: { readonly name: string }[]; readonly input: readonly { readonly name: string }[] };
}

/** The model without the default values of the named inputs. */
export function requireInputs(model: Uint8Array, names: readonly string[]): Uint8Array {
  const message = ModelProto.decode(model);
  const { graph } = message as unknown as Model;
  const unknown = names.find((name) => !graph.input.some((input) => input.name === name));
  invariant(unknown === undefined, `the network has no input ${unknown}`);
  graph.initializer = graph.initializer.filter((tensor) => !names.includes(tensor.name));
  return ModelProto.encode(message).finish();
}
