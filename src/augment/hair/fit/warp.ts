/** Displacements on a lattice: made, and applied to points. Pure. */
import type { Warp } from '../types.js';

/** The lattice spans the head, with room for hair, and the neck; cm. */
const LOW = [-12, -24, -12] as const;
const HIGH = [12, 12, 14] as const;
const STEP = 2;

/** A warp that moves nothing. */
export function identityWarp(): Warp {
  const size = LOW.map((low, k) => Math.round((HIGH[k]! - low) / STEP) + 1) as [number, number, number];
  return { size, origin: LOW, step: STEP, displacement: new Float32Array(size[0] * size[1] * size[2] * 3) };
}

/**
 * Points [n, 3], cm, each moved by the displacement there, trilinear between nodes. Writes `into`, by default `points`.
 * 1.2 million points take 50 ms.
 */
export function warpPoints(warp: Warp, points: Float32Array, into = points): Float32Array {
  const [nx, ny, nz] = warp.size;
  const [ox, oy, oz] = warp.origin;
  const d = warp.displacement;
  const per = 1 / warp.step;
  const [mx, my, mz] = [nx - 1, ny - 1, nz - 1];
  const row = nx * 3;
  const slab = row * ny;
  for (let p = 0; p < points.length; p += 3) {
    const x = points[p]!;
    const y = points[p + 1]!;
    const z = points[p + 2]!;
    let u = (x - ox) * per;
    let v = (y - oy) * per;
    let w = (z - oz) * per;
    u = u < 0 ? 0 : u > mx ? mx : u;
    v = v < 0 ? 0 : v > my ? my : v;
    w = w < 0 ? 0 : w > mz ? mz : w;
    const i = u === mx ? mx - 1 : u | 0;
    const j = v === my ? my - 1 : v | 0;
    const k = w === mz ? mz - 1 : w | 0;
    u -= i;
    v -= j;
    w -= k;
    const at = k * slab + j * row + i * 3;
    const up = at + row;
    const back = at + slab;
    const both = back + row;
    const a = (1 - v) * (1 - w);
    const b = v * (1 - w);
    const c = (1 - v) * w;
    const e = v * w;
    const a0 = a * (1 - u);
    const a1 = a * u;
    const b0 = b * (1 - u);
    const b1 = b * u;
    const c0 = c * (1 - u);
    const c1 = c * u;
    const e0 = e * (1 - u);
    const e1 = e * u;
    into[p] =
      x +
      (a0 * d[at]! + a1 * d[at + 3]! + b0 * d[up]! + b1 * d[up + 3]!) +
      (c0 * d[back]! + c1 * d[back + 3]! + e0 * d[both]! + e1 * d[both + 3]!);
    into[p + 1] =
      y +
      (a0 * d[at + 1]! + a1 * d[at + 4]! + b0 * d[up + 1]! + b1 * d[up + 4]!) +
      (c0 * d[back + 1]! + c1 * d[back + 4]! + e0 * d[both + 1]! + e1 * d[both + 4]!);
    into[p + 2] =
      z +
      (a0 * d[at + 2]! + a1 * d[at + 5]! + b0 * d[up + 2]! + b1 * d[up + 5]!) +
      (c0 * d[back + 2]! + c1 * d[back + 5]! + e0 * d[both + 2]! + e1 * d[both + 5]!);
  }
  return into;
}
