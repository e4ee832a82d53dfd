/**
 * Sets of pixels, [H, W] of 0 and 1. Every function allocates its result.
 *
 * Loops written out: `Uint8Array.from(values, test)` walks an iterator and takes twenty times as long.
 */
import type { LabelMap, Plane } from '../pair.js';

/** Pixels of any class but these. */
export function pixelsBesides({ data }: LabelMap, classes: readonly number[]): Uint8Array {
  const other = new Uint8Array(256).fill(1);
  for (const label of classes) other[label] = 0;
  const set = new Uint8Array(data.length);
  for (let i = 0; i < set.length; i++) set[i] = other[data[i]!]!;
  return set;
}

/** Pixels where a mask is exactly 0. */
export function pixelsOutside({ data }: Plane): Uint8Array {
  const set = new Uint8Array(data.length);
  for (let i = 0; i < set.length; i++) set[i] = data[i] === 0 ? 1 : 0;
  return set;
}

/** Pixels further away than `px`, where `distance` holds every pixel's distance in px. */
export function pixelsBeyond({ data }: Plane, px: number): Uint8Array {
  const set = new Uint8Array(data.length);
  for (let i = 0; i < set.length; i++) set[i] = data[i]! > px ? 1 : 0;
  return set;
}

/** Pixels that are not set. */
export function complement(set: Uint8Array): Uint8Array {
  const unset = new Uint8Array(set.length);
  for (let i = 0; i < unset.length; i++) unset[i] = set[i] ? 0 : 1;
  return unset;
}

/** Pixels set in either. Both sets are of 0 and 1. */
export function union(a: Uint8Array, b: Uint8Array): Uint8Array {
  const set = new Uint8Array(a.length);
  for (let i = 0; i < set.length; i++) set[i] = a[i]! | b[i]!;
  return set;
}

/** Pixels set in both. Both sets are of 0 and 1. */
export function intersection(a: Uint8Array, b: Uint8Array): Uint8Array {
  const set = new Uint8Array(a.length);
  for (let i = 0; i < set.length; i++) set[i] = a[i]! & b[i]!;
  return set;
}
