/** Linear light to encoded values by table: three planes of powers would take longer than drawing. Pure. */
import { encodedOf } from '../srgb.js';

/** Steps of the table over the square root of the light, in which the curve is nearly straight. */
const STEPS = 4096;
const TABLE = Float32Array.from({ length: STEPS + 2 }, (_, i) => encodedOf((i / STEPS) ** 2));

/** Linear light, clamped to [0, 1] → sRGB in [-1, 1], within 4e-6 of the formula. */
export function encode(linear: number): number {
  if (!(linear > 0)) return -1;
  if (linear >= 1) return 1;
  const at = Math.sqrt(linear) * STEPS;
  const i = at | 0;
  return TABLE[i]! + (at - i) * (TABLE[i + 1]! - TABLE[i]!);
}
