/** How visible a join is: gradient that neither source has there. */
import type { Plane, RgbPlanes } from '../pair.js';

/** Share of the join's pixel steps that are allowed above the reported excess. */
const WORST_SHARE = 0.05;

/**
 * Every step between neighbouring pixels, across and down, at which the mask is not 0 on both sides nor 1 on both
 * sides, has an excess: its largest RGB step in `fused`, less the larger of the same step in `before` and `after`,
 * at least 0. The seam is the 95th percentile of the excesses: a mean would let a long invisible join hide a short
 * visible one, a maximum would be one pixel's noise.
 *
 * Images [3, H, W], mask [H, W] → steps of 0..255; undefined where the mask has no join.
 */
export function seam(before: RgbPlanes, after: RgbPlanes, fused: RgbPlanes, mask: Plane): number | undefined {
  const { width, height, data: m } = mask;
  const excesses: number[] = [];
  const visit = (i: number, j: number): void => {
    if (m[i] === m[j] && (m[i] === 0 || m[i] === 1)) return;
    const own = Math.max(step(before, i, j), step(after, i, j));
    excesses.push(Math.max(0, step(fused, i, j) - own) * 127.5);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (x + 1 < width) visit(i, i + 1);
      if (y + 1 < height) visit(i, i + width);
    }
  }
  const ascending = new Float64Array(excesses).sort();
  return ascending[ascending.length - 1 - Math.floor(ascending.length * WORST_SHARE)];
}

function step(image: RgbPlanes, i: number, j: number): number {
  const n = image.width * image.height;
  let largest = 0;
  for (let c = 0; c < 3; c++) largest = Math.max(largest, Math.abs(image.data[c * n + i]! - image.data[c * n + j]!));
  return largest;
}
