/** Small readings that several parts of the fit share. Pure. */
import type { Plane } from '../../../pair.js';

/** The pixel there; undefined outside. */
export function sample({ data, width, height }: Plane, x: number, y: number): number | undefined {
  const [i, j] = [Math.floor(x), Math.floor(y)];
  return i < 0 || j < 0 || i >= width || j >= height ? undefined : data[j * width + i];
}

/** Middle of the values; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2;
}

/** `value`, or the nearer end of [low, high]. */
export const within = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value));
