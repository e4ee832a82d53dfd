/** Difference between two images. */
import type { RgbPlanes } from '../pair.js';

/**
 * Mean |ΔRGB| in 0..255 over the pixels that are set. Images [3, H, W] in [-1, 1], `where` [H, W] non-zero where set;
 * undefined when no pixel is.
 */
export function meanChange(before: RgbPlanes, after: RgbPlanes, where: Uint8Array): number | undefined {
  const n = where.length;
  let sum = 0;
  let count = 0;
  for (let i = 0; i < n; i++) {
    if (!where[i]) continue;
    for (let c = 0; c < 3; c++) sum += Math.abs(after.data[c * n + i]! - before.data[c * n + i]!);
    count += 3;
  }
  return count === 0 ? undefined : (sum / count) * 127.5;
}
