/**
 * Objects of a checkpoint, looked into by name: NVlabs' pickled modules hold numbers that no tensor tells, such as the
 * clamp of activations. Source: torch_utils/persistence.py and torch.nn.Module's `__dict__`.
 */
import { printable } from '../../checkpoint/printable.js';
import type { Value } from '../../checkpoint/value.js';
import { DiptychError } from '../../errors.js';

/** Attributes of an object, or entries of a dictionary. */
export type Fields = ReadonlyMap<Value, Value>;

/**
 * What an object knows: its state, or for NVlabs' persistent classes, which are pickled as one call, the state inside
 * the call's argument; of a dictionary its entries.
 */
export function fieldsOf(value: Value | undefined): Fields | undefined {
  if (value instanceof Map) return value;
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'object') return undefined;
  if (value.state instanceof Map) return value.state;
  const meta = value.args[0];
  const state = value.global.endsWith('._reconstruct_persistent_obj') && meta instanceof Map ? meta.get('state') : null;
  return state instanceof Map ? state : undefined;
}

/** The fields of a submodule by dotted path, such as `synthesis.b4.conv1`; undefined in a bare state dictionary. */
export function moduleAt(root: Value, path: string): Fields | undefined {
  let fields = fieldsOf(root);
  for (const part of path.split('.').filter((p) => p !== '')) {
    const children = fields?.get('_modules');
    fields = fieldsOf((children instanceof Map ? children : fields)?.get(part));
  }
  return fields?.has('_modules') ? fields : undefined;
}

/**
 * The one number that all of some modules hold under a name, such as `conv_clamp`; undefined where it is None or
 * unknown. @throws DiptychError E_CHECKPOINT when they hold different ones
 */
export function commonNumber(modules: readonly Fields[], name: string, file: string): number | undefined {
  const numbers = [...new Set(modules.map((module) => numberOf(module.get(name))))];
  if (numbers.length < 2) return numbers[0];
  throw new DiptychError('E_CHECKPOINT', `Expected one ${name} for ${file} but received ${numbers.join(', ')}`, {
    hint: 'Generators whose layers differ in it are not read',
  });
}

/** The same for a number of things, 1 or more. */
export function commonCount(modules: readonly Fields[], name: string, file: string): number | undefined {
  const count = commonNumber(modules, name, file);
  if (count === undefined || (Number.isSafeInteger(count) && count > 0)) return count;
  throw new DiptychError('E_CHECKPOINT', `Expected a whole ${name} for ${file} but received ${count}`, {
    hint: 'The file is damaged: fetch it anew',
  });
}

/** @throws DiptychError E_CHECKPOINT when a module's activation is not the leaky ReLU of every published network */
export function checkActivation(modules: readonly Fields[], file: string): void {
  const other = modules.map((module) => module.get('activation')).find((a) => a !== undefined && a !== 'lrelu');
  if (other === undefined) return;
  throw new DiptychError(
    'E_CHECKPOINT',
    `Expected the activation lrelu for ${file} but received ${typeof other === 'string' ? printable(other) : 'none'}`,
    {
      hint: 'Networks with other activations are not read',
    },
  );
}

function numberOf(value: Value | undefined): number | undefined {
  if (typeof value === 'bigint') return Number(value);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}
