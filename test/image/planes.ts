/** Small known images for the tests of kernels. */
import type { Plane, RgbPlanes } from '../../src/pair.js';

/** ((37 i + 11) mod 64) / 31.5 − 1, as in test/fixtures/filters.py. */
export function ramp(n: number): Float32Array {
  return Float32Array.from({ length: n }, (_, i) => ((i * 37 + 11) % 64) / 31.5 - 1);
}

export function rampPlane(width: number, height: number): Plane {
  return { data: ramp(width * height), width, height };
}

/** An image from a function of channel, x and y. */
export function paint(width: number, height: number, at: (c: number, x: number, y: number) => number): RgbPlanes {
  const data = new Float32Array(3 * width * height);
  for (let c = 0; c < 3; c++) {
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) data[(c * height + y) * width + x] = at(c, x, y);
    }
  }
  return { data, width, height };
}

/** Largest absolute difference. */
export function maxDifference(a: ArrayLike<number>, b: ArrayLike<number>): number {
  if (a.length !== b.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]! - b[i]!));
  return largest;
}
