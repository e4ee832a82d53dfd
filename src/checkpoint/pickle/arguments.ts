/** What the calls of the allow-list have in common: their type, and how they take their arguments. */
import type { Value } from '../value.js';
import { isStoredBytes, type StoredBytes } from './bytes.js';
import { describe, isArray, type Machine } from './machine.js';
import { damaged } from './refusal.js';

/** What stands for the result of a call, from its arguments. */
export type Call = (args: readonly Value[], vm: Machine) => Value;

/** An object that stays one. */
export function inert(global: string, args: readonly Value[]): Value {
  return { kind: 'object', global, args, state: undefined };
}

/** The bytes a value stands for; Python 2 and protocols 0 to 2 write them as a text. */
export function bytesOf(value: Value | undefined, vm: Machine): StoredBytes {
  if (isStoredBytes(value)) return value;
  if (typeof value === 'string') return vm.encoded(value);
  throw damaged(vm.name, 'bytes', describe(value));
}

/** Sizes or strides. Checked for length first: the same long list could be given a million times. */
export function asSizes(value: Value | undefined, vm: Machine): readonly number[] {
  const isSizes = isArray(value) && value.length <= 64 && value.every((n) => typeof n === 'number');
  if (!isSizes) throw damaged(vm.name, 'at most 64 sizes', describe(value));
  return value as readonly number[];
}
