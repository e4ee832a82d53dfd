/** What the search for a move looks at: an image between two scales, and its values between pixels. */
import { alongBoth, boxLine } from '../../image/align/lines.js';
import type { Plane } from '../../pair.js';

/** Half the side of the square whose mean is taken away. */
const COARSE_PX = 6;

/**
 * The plane smoothed by [1 2 1] / 4 both ways, so that interpolation is exact enough, less its mean over 13 × 13 px, so
 * that light does not count. Allocates; edges clamped.
 */
export function bandpass(plane: Plane): Plane {
  const fine = alongBoth(plane, smoothLine);
  const coarse = alongBoth(fine, boxLine(COARSE_PX, 0));
  for (let i = 0; i < fine.data.length; i++) fine.data[i]! -= coarse.data[i]!;
  return fine;
}

function smoothLine(from: Float32Array, to: Float32Array): void {
  const last = from.length - 1;
  for (let i = 0; i <= last; i++) {
    to[i] = (from[i === 0 ? 0 : i - 1]! + 2 * from[i]! + from[i === last ? last : i + 1]!) / 4;
  }
}

/**
 * Values at (x + dx, y + dy) of the pixels with these linear indices, by Catmull and Rom's cubic. One more row and
 * column before, and two after, have to be there. Writes `into`, one for each index.
 */
export function sampleAt({ data, width }: Plane, pixels: Int32Array, dx: number, dy: number, into: Float32Array): void {
  const [ix, iy] = [Math.floor(dx), Math.floor(dy)];
  const [x0, x1, x2, x3] = cubic(dx - ix);
  const [y0, y1, y2, y3] = cubic(dy - iy);
  const along = (i: number): number => x0 * data[i - 1]! + x1 * data[i]! + x2 * data[i + 1]! + x3 * data[i + 2]!;
  const offset = iy * width + ix;
  for (let k = 0; k < pixels.length; k++) {
    const at = pixels[k]! + offset;
    into[k] = y0 * along(at - width) + y1 * along(at) + y2 * along(at + width) + y3 * along(at + 2 * width);
  }
}

/** Weights of the pixels −1, 0, 1, 2 for a value at t, 0 ≤ t < 1. */
function cubic(t: number): [number, number, number, number] {
  const t2 = t * t;
  const t3 = t2 * t;
  return [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2];
}
