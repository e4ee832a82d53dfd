/** Encoded values to linear light by table: three planes of powers would take longer than everything else. Pure. */
import { linearOf } from '../srgb.js';

const STEPS = 4096;
const TABLE = Float32Array.from({ length: STEPS + 2 }, (_, i) => linearOf((2 * i) / STEPS - 1));

/** sRGB in [-1, 1], clamped → linear in [0, 1], within 1e-7 of the formula. */
export function linearise(encoded: number): number {
  const at = encoded <= -1 ? 0 : encoded >= 1 ? STEPS : (encoded + 1) * (STEPS / 2);
  const i = at | 0;
  const low = TABLE[i]!;
  return low + (at - i) * (TABLE[i + 1]! - low);
}
