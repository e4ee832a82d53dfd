/** Parsers of option values, shared by the commands: one grammar for every complaint. */
import { InvalidArgumentError } from '@commander-js/extra-typings';
import type { Shard } from '../curation/measure-all.js';

/** A whole number from `min` to `max`. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= min && value <= max) return value;
    const range = max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`;
    throw new InvalidArgumentError(`Expected a whole number ${range}.`);
  };
}

/** Any finite number. */
export function finiteNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isFinite(value)) return value;
  throw new InvalidArgumentError('Expected a number.');
}

/** Text that is not blank. */
export function nonEmpty(text: string): string {
  if (text.trim() !== '') return text;
  throw new InvalidArgumentError('Expected a name.');
}

/** A list of names parted by commas, none of them blank. */
export function names(text: string): string[] {
  return text.split(',').map((name) => nonEmpty(name.trim()));
}

/** `name=min..max`, `name=..max`, `name=min..` or `name=off`, collected over repeated options. */
export function gate(text: string, previous: GateOptions = {}): GateOptions {
  const match = /^([\w.:-]+)=(?:(off)|(-?[\d.eE+-]*?)\.\.(-?[\d.eE+-]*))$/.exec(text);
  const [, name, off, low, high] = match ?? [];
  const min = low ? Number(low) : undefined;
  const max = high ? Number(high) : undefined;
  if (!name || Number.isNaN(min) || Number.isNaN(max)) {
    throw new InvalidArgumentError('Expected NAME=MIN..MAX, with either end left out, or NAME=off.');
  }
  return { ...previous, [name]: off ? false : { min, max } };
}

/** Gates by name as given on the command line. */
export type GateOptions = Readonly<
  Record<string, false | { readonly min: number | undefined; readonly max: number | undefined }>
>;

/** A number from 0 to 1. */
export function share(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (value >= 0 && value <= 1) return value;
  throw new InvalidArgumentError('Expected a number from 0 to 1.');
}

/** `k/n`, counted from 1: the k-th of n parts. */
export function shard(text: string): Shard {
  const [, k, n] = /^(\d+)\/(\d+)$/.exec(text) ?? [];
  const [index, of] = [Number(k) - 1, Number(n)];
  if (index >= 0 && index < of && of <= 100_000) return { index, of };
  throw new InvalidArgumentError('Expected K/N with 1 ≤ K ≤ N, such as 2/8.');
}
