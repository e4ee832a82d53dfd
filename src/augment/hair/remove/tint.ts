/** Whether pixels have the tint of this person's skin. Pure. */
import type { Light } from '../types.js';

/** How far the ratios of red and blue to green may be from the skin's, natural logarithm. */
const ALIKE = 0.3;
/** Darker than this, linear green, a tint is noise. */
const DARK = 0.01;

/** 1 where the tint is the skin's, however lit. Linear RGB [3, H, W] → [H, W]. Allocates. */
export function skinTinted(linear: Float32Array, { albedo }: Light): Uint8Array {
  const n = linear.length / 3;
  const red = Math.log(albedo[0] / albedo[1]);
  const blue = Math.log(albedo[2] / albedo[1]);
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    const green = linear[n + i]!;
    if (green < DARK) continue;
    const r = Math.log((linear[i]! + 1e-3) / green) - red;
    if (Math.abs(r) >= ALIKE) continue;
    const b = Math.log((linear[2 * n + i]! + 1e-3) / green) - blue;
    out[i] = Math.abs(b) < ALIKE ? 1 : 0;
  }
  return out;
}
