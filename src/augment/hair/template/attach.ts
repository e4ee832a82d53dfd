/** Strands whose roots are not on the scalp are hung on hair that is, or left out. Pure. */
import { gridOf, nearest } from '../grow/near.js';
import type { Strands } from '../types.js';

/** Roots up to this far from the scalp belong to it, cm. */
const ON_SCALP = 2;
/** Further ones hang on hair that passes this near, cm: a pony tail on the hair that is tied there. */
const ON_HAIR = 1;
/** Roots that are neither still belong to the scalp up to here, cm; beyond it, strands float and are left out. */
export const FLOATING = 2.5;
/** Hair further than this from the middle of the head carries nothing, cm. */
const REACH = 60;
/** Points of carrying hair that are looked through. */
const LOOKED_THROUGH = 300_000;

/** Strands that all begin on the scalp. */
export interface Attached {
  readonly strands: Strands;
  /** Strands that now begin as the one that they hung on, and strands left out. */
  readonly hung: number;
  readonly dropped: number;
}

/**
 * A strand that hangs on another gets that one's points from the scalp to where they meet put before its own, drawn
 * over evenly so that they meet: so its length counts from the scalp, and growth never leaves it in the air.
 *
 * @param distance Of each root from the scalp, cm.
 */
export function attachStrands(strands: Strands, distance: Float32Array): Attached {
  const { points, first } = strands;
  const count = first.length - 1;
  const carriers = carrierGrid(strands, distance);
  // (1) What each strand hangs on: -1 nothing, -2 it is left out, else the point.
  const on = new Int32Array(count).fill(-1);
  const found = new Int32Array(1);
  const far = new Float64Array(1);
  let [hung, dropped, total] = [0, 0, 0];
  for (let s = 0; s < count; s++) {
    if (!(distance[s]! <= ON_SCALP)) {
      const [x, y, z] = [0, 1, 2].map((k) => points[first[s]! * 3 + k]!) as [number, number, number];
      const near = carriers && Math.hypot(x, y, z) < REACH;
      if (near) nearest(carriers.grid, x, y, z, found, far);
      if (near && found[0]! >= 0 && far[0]! < ON_HAIR * ON_HAIR) on[s] = carriers.point[found[0]!]!;
      else if (!(distance[s]! <= FLOATING)) on[s] = -2;
    }
    if (on[s] === -2) dropped++;
    else total += first[s + 1]! - first[s]!;
    if (on[s]! >= 0) {
      hung++;
      total += on[s]! - first[strandOf(first, on[s]!)]!;
    }
  }
  if (hung === 0 && dropped === 0) return { strands, hung, dropped };

  // (2) Put together.
  const kept: number[] = [];
  for (let s = 0; s < count; s++) if (on[s] !== -2) kept.push(s);
  const out = new Float32Array(total * 3);
  const begins = new Uint32Array(kept.length + 1);
  let at = 0;
  for (const [row, s] of kept.entries()) {
    const root = first[s]! * 3;
    if (on[s]! >= 0) {
      const from = first[strandOf(first, on[s]!)]!;
      const meet = on[s]! * 3;
      for (let p = from; p < on[s]!; p++, at++) {
        const share = (p - from) / (on[s]! - from);
        for (let k = 0; k < 3; k++)
          out[at * 3 + k] = points[p * 3 + k]! + share * share * (points[root + k]! - points[meet + k]!);
      }
    }
    out.set(points.subarray(root, first[s + 1]! * 3), at * 3);
    at += first[s + 1]! - first[s]!;
    begins[row + 1] = at;
  }
  return {
    strands: {
      points: out,
      first: begins,
      radius: Float32Array.from(kept, (s) => strands.radius[s]!),
      region: Uint8Array.from(kept, (s) => strands.region[s]!),
    },
    hung,
    dropped,
  };
}

/** Points of hair that begins on the scalp, without its roots. */
function carrierGrid({ points, first }: Strands, distance: Float32Array) {
  const step = Math.max(1, Math.ceil(points.length / 3 / LOOKED_THROUGH));
  const point: number[] = [];
  for (let s = 0; s + 1 < first.length; s++) {
    if (!(distance[s]! <= ON_SCALP)) continue;
    for (let p = first[s]! + 1; p < first[s + 1]!; p += step)
      if (Math.hypot(points[p * 3]!, points[p * 3 + 1]!, points[p * 3 + 2]!) < REACH) point.push(p);
  }
  if (point.length === 0) return undefined;
  const positions = new Float32Array(point.length * 3);
  for (const [i, p] of point.entries()) positions.set(points.subarray(p * 3, p * 3 + 3), i * 3);
  return { point, grid: gridOf(positions, 1) };
}

/** The strand of a point, by bisection. */
function strandOf(first: Uint32Array, point: number): number {
  let [low, high] = [0, first.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (first[middle]! <= point) low = middle;
    else high = middle;
  }
  return low;
}
