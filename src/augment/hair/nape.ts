/** Hair of the nape that would stand out beside the neck. Pure. */
import { project } from './fit/camera.js';
import type { HeadRaster } from './raster/head.js';
import type { FittedHead, Strands } from './types.js';

/** Roots of the nape lie lower and further back than this, cm. */
const ROOT = { y: -3.5, z: 0 } as const;
/** The jaw, cm: what ends above it is hair behind the ears. */
const JAW = -7;
/** Shorter than the first, hair of the nape lies on the neck or is cut; from the second on it hangs, cm. */
const HANGS = { from: 6, to: 9 } as const;
/** A surface so far behind a tip is no neck that it lies on, cm. */
const CLEAR = 2.5;

/**
 * Strands on the fitted head (`worn`) less those of the nape that are too short to hang and would end beside the neck, in
 * the air or before the shoulders: hair so short follows the neck, whose width the fitted head only guesses. Between the
 * two lengths more and more of them stay. Keeps the order; `surface` is what hides hair. Allocates.
 */
export function withoutNapeStubs(worn: Strands, { camera }: FittedHead, surface: HeadRaster): Strands {
  const { points, first, radius, region } = worn;
  const keep: number[] = [];
  for (let s = 0; s < radius.length; s++) if (!isStub(s)) keep.push(s);
  if (keep.length === radius.length) return worn;
  const starts = new Uint32Array(keep.length + 1);
  for (const [k, s] of keep.entries()) starts[k + 1] = starts[k]! + first[s + 1]! - first[s]!;
  const left = new Float32Array(3 * starts[keep.length]!);
  for (const [k, s] of keep.entries()) left.set(points.subarray(3 * first[s]!, 3 * first[s + 1]!), 3 * starts[k]!);
  return {
    points: left,
    first: starts,
    radius: Float32Array.from(keep, (s) => radius[s]!),
    region: Uint8Array.from(keep, (s) => region[s]!),
  };

  function isStub(s: number): boolean {
    const root = 3 * first[s]!;
    const tip = 3 * (first[s + 1]! - 1);
    if (region[s] !== 0 || points[root + 1]! > ROOT.y || points[root + 2]! > ROOT.z || points[tip + 1]! > JAW)
      return false;
    // The strand's place in a sequence of golden ratios: even shares, and the same strands at every length.
    const share = (s * 0.6180339887) % 1;
    if (lengthOf(points, root, tip) > HANGS.from + share * (HANGS.to - HANGS.from)) return false;
    const [x, y, z] = project(camera, points.subarray(tip, tip + 3));
    const [column, row] = [Math.floor(x!), Math.floor(y!)];
    if (column < 0 || row < 0 || column >= surface.width || row >= surface.height) return false;
    return surface.depth[row * surface.width + column]! < z! - CLEAR;
  }
}

function lengthOf(points: Float32Array, root: number, tip: number): number {
  let sum = 0;
  for (let q = root; q < tip; q += 3) {
    sum += Math.hypot(points[q + 3]! - points[q]!, points[q + 4]! - points[q + 1]!, points[q + 5]! - points[q + 2]!);
  }
  return sum;
}
