/** Fewer strands and points, and shorter strands. Pure. */
import type { Strands } from '../types.js';

/** Upper limits; nothing is left out without. */
export interface ResampleOptions {
  readonly strands?: number | undefined;
  /** Of each strand, at least 2. */
  readonly points?: number | undefined;
}

/**
 * At most so many strands of at most so many points: strands evenly by their order, points evenly by arc length; strands
 * with fewer points keep them. The strands that stay get thicker, so that hair keeps its cross-section. Allocates.
 */
export function resampleStrands(strands: Strands, options: ResampleOptions): Strands {
  const { points, first } = strands;
  const count = first.length - 1;
  const kept = Math.min(count, Math.max(1, Math.floor(options.strands ?? count)));
  const most = Math.max(2, Math.floor(options.points ?? Infinity));
  const chosen = Uint32Array.from({ length: kept }, (_, i) => Math.floor(((i + 0.5) * count) / kept));
  const begins = new Uint32Array(kept + 1);
  for (let i = 0; i < kept; i++)
    begins[i + 1] = begins[i]! + Math.min(most, first[chosen[i]! + 1]! - first[chosen[i]!]!);
  const out = new Float32Array(begins[kept]! * 3);
  for (let i = 0; i < kept; i++) {
    const [from, to] = [first[chosen[i]!]!, first[chosen[i]! + 1]!];
    if (to - from <= most) out.set(points.subarray(from * 3, to * 3), begins[i]! * 3);
    else evenly(points, from, to, out, begins[i]!, most, arcOf(points, from, to));
  }
  const thicker = Math.sqrt(count / kept);
  return {
    points: out,
    first: begins,
    radius: Float32Array.from(chosen, (s) => strands.radius[s]! * thicker),
    region: Uint8Array.from(chosen, (s) => strands.region[s]!),
  };
}

/**
 * Growth from 0 to 1: of every strand the first part of its arc length. Strands without length are left out, so that
 * growth 0 has none; growth 1 gives the strands themselves. Otherwise allocates.
 */
export function cutStrands(strands: Strands, growth: number): Strands {
  if (growth >= 1) return strands;
  const { points, first } = strands;
  const count = first.length - 1;
  const out = new Float32Array(points.length);
  const begins = new Uint32Array(count + 1);
  const kept = new Uint32Array(count);
  let [at, row] = [0, 0];
  for (let s = 0; s < count; s++) {
    const [from, to] = [first[s]!, first[s + 1]!];
    let left = Math.max(0, growth) * arcOf(points, from, to);
    if (!(left > 0)) continue;
    at = copyPoint(points, from, out, at);
    for (let p = from; p + 1 < to && left > 0; p++) {
      const length = distanceOf(points, p, p + 1);
      if (length <= left) at = copyPoint(points, p + 1, out, at);
      else {
        const share = left / length;
        for (let k = 0; k < 3; k++)
          out[at * 3 + k] = points[p * 3 + k]! + share * (points[p * 3 + 3 + k]! - points[p * 3 + k]!);
        at++;
      }
      left -= length;
    }
    kept[row++] = s;
    begins[row] = at;
  }
  return {
    points: out.slice(0, at * 3),
    first: begins.slice(0, row + 1),
    radius: Float32Array.from(kept.subarray(0, row), (s) => strands.radius[s]!),
    region: Uint8Array.from(kept.subarray(0, row), (s) => strands.region[s]!),
  };
}

/** Length of the points from … to - 1, in their unit. */
export function arcOf(points: Float32Array, from: number, to: number): number {
  let arc = 0;
  for (let p = from; p + 1 < to; p++) arc += distanceOf(points, p, p + 1);
  return arc;
}

/** Writes `count` points at even arc length along the points from … to - 1, ends included, to out[at …]. */
export function evenly(
  points: Float32Array,
  from: number,
  to: number,
  out: Float32Array,
  at: number,
  count: number,
  arc: number,
): void {
  let segment = from;
  let [before, length] = [0, distanceOf(points, from, from + 1)];
  for (let i = 0; i < count; i++) {
    const wanted = (arc * i) / (count - 1);
    while (segment + 2 < to && before + length < wanted) {
      before += length;
      segment++;
      length = distanceOf(points, segment, segment + 1);
    }
    const share = length > 0 ? Math.min(1, (wanted - before) / length) : 0;
    for (let k = 0; k < 3; k++) {
      const start = points[segment * 3 + k]!;
      out[(at + i) * 3 + k] = start + share * (points[segment * 3 + 3 + k]! - start);
    }
  }
}

function copyPoint(points: Float32Array, p: number, out: Float32Array, at: number): number {
  out[at * 3] = points[p * 3]!;
  out[at * 3 + 1] = points[p * 3 + 1]!;
  out[at * 3 + 2] = points[p * 3 + 2]!;
  return at + 1;
}

function distanceOf(points: Float32Array, p: number, q: number): number {
  const x = points[q * 3]! - points[p * 3]!;
  const y = points[q * 3 + 1]! - points[p * 3 + 1]!;
  const z = points[q * 3 + 2]! - points[p * 3 + 2]!;
  return Math.sqrt(x * x + y * y + z * z);
}
