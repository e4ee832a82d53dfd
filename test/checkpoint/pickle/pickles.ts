/** Pickles of the fixtures, and pickles assembled by hand. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'vitest';
import type { PickleOptions } from '../../../src/checkpoint/pickle/index.js';
import { readPickle } from '../../../src/checkpoint/pickle/index.js';
import { bytesSource } from '../../../src/checkpoint/source.js';
import type { BytesValue, ObjectValue, Value } from '../../../src/checkpoint/value.js';

const FIXTURES = fileURLToPath(new URL('../../fixtures/checkpoints', import.meta.url));

export const fixture = (name: string): Buffer => readFileSync(`${FIXTURES}/${name}`);

/** The value of a pickle whose bytes are given as a string, one character a byte. */
export const parse = (text: string | Uint8Array, options: PickleOptions = {}): Value =>
  readPickle(bytesSource(typeof text === 'string' ? Buffer.from(text, 'latin1') : text, 'x.pkl'), options).value;

/** That a pickle is refused with a message of this form. */
export const refused = (pickle: string | Uint8Array, message: RegExp, options: PickleOptions = {}): void =>
  expect(() => parse(pickle, options)).toThrow(
    expect.objectContaining({ code: 'E_CHECKPOINT', message: expect.stringMatching(message) }),
  );

/** Four bytes, little-endian. */
export function u32(value: number): string {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes.toString('latin1');
}

export const asMap = (value: Value | undefined): ReadonlyMap<Value, Value> => value as ReadonlyMap<Value, Value>;
export const asObject = (value: Value | undefined): ObjectValue => value as ObjectValue;

/** Byte strings read, tensors as their shape, type and values, so that a whole tree can be compared. */
export function plain(value: Value | undefined): unknown {
  if (Array.isArray(value)) return value.map(plain);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [plain(key), plain(item)]));
  if (typeof value !== 'object' || value === null || !('kind' in value)) return value;
  if (value.kind === 'bytes') return Buffer.from((value as BytesValue).read()).toString('latin1');
  if (value.kind === 'tensor') return { shape: value.shape, dtype: value.dtype, values: [...value.read()] };
  if (value.kind === 'global') return { global: value.name };
  const { global, args, state } = value;
  return { object: global, args: args.map(plain), state: plain(state) };
}
