/** Vectors of three, changed in place. Pure. */
import type { Point } from './plan.js';

/** Takes `share` of the part along (nx, ny, nz) away without making v shorter; at most of unit length. */
export function tangential(v: Point, nx: number, ny: number, nz: number, share: number): void {
  const size = Math.min(1, Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!));
  const along = (v[0]! * nx + v[1]! * ny + v[2]! * nz) * share;
  v[0]! -= along * nx;
  v[1]! -= along * ny;
  v[2]! -= along * nz;
  normalise(v);
  for (let k = 0; k < 3; k++) v[k]! *= size;
}

/** To unit length; returns the length that it had. */
export function normalise(v: Point): number {
  const length = Math.sqrt(v[0]! * v[0]! + v[1]! * v[1]! + v[2]! * v[2]!) || 1e-12;
  v[0]! /= length;
  v[1]! /= length;
  v[2]! /= length;
  return length;
}

/** Distance of two points. */
export function apart(p: Point, q: readonly number[]): number {
  const [x, y, z] = [p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!];
  return Math.sqrt(x * x + y * y + z * z);
}
