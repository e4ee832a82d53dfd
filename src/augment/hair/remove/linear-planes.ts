/** A whole picture's linear light at once. Pure. */
import type { RgbPlanes } from '../../../pair.js';
import { linearOf } from '../srgb.js';

/** Steps of the table over [-1, 1]; linear between, which is off by less than 1e-7. */
const STEPS = 4096;
const TABLE = Float64Array.from({ length: STEPS + 2 }, (_, i) => linearOf((2 * i) / STEPS - 1));

/** sRGB-encoded [3, H, W] in [-1, 1] → linear [3, H, W] in [0, 1]. Allocates. */
export function linearPlanes({ data }: RgbPlanes): Float32Array {
  const out = new Float32Array(data.length);
  for (let i = 0; i < out.length; i++) {
    const value = data[i]!;
    const at = value <= -1 ? 0 : value >= 1 ? STEPS : ((value + 1) * STEPS) / 2;
    const low = Math.trunc(at);
    const from = TABLE[low]!;
    out[i] = from + (at - low) * (TABLE[low + 1]! - from);
  }
  return out;
}
