/** Whether hair and face stand in one light. */
import type { GrownMetric, GrownView } from './metric.js';

/** Covered so far, a pixel shows hair alone. */
const SOLID = 0.9;
/** Hair counts around the face, in distances of the eyes: to the sides, above and below them. */
const SIDES = 1.7;
const ABOVE = 2.2;
const BELOW = 1.5;
/** Fewer pixels, in squares of that distance, have no gradient worth the name. */
const LEAST_AREA = 0.1;

/** Of a slope downwards: hair shines on top and greys at the temples in any light. */
const DOWN = 0.5;

/**
 * Light from one side makes that side of the face brighter, and of the hair. Each has a plane fitted to its luma; its
 * slope, times the spread of the pixels and over the mean, is free of size, albedo and exposure. On 26 photographs the
 * two slopes to the right go together and differ by 0.07 (median) to 0.33, those downwards by up to 0.4.
 */
export const lightMismatch: GrownMetric = {
  name: 'light_mismatch',
  unit: 'of the mean luma',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Difference between hair and skin in how luma rises to the right, and by half downwards.',
  measure: (view) => {
    const hair = slopeOf(view, view.alpha.data, SOLID);
    const skin = slopeOf(view, view.skin, 1);
    return hair && skin && Math.hypot(hair[0] - skin[0], DOWN * (hair[1] - skin[1]));
  },
};

/** Rise of luma over one standard deviation of place, to the right and down along the face, over its mean, where `of` ≥ `least`. */
function slopeOf(
  { luma: { data, width }, frame }: GrownView,
  of: Float32Array | Uint8Array,
  least: number,
): [right: number, down: number] | undefined {
  let [n, su, sv, suu, suv, svv, sl, sul, svl] = [0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (let i = 0; i < data.length; i++) {
    if (of[i]! < least) continue;
    const dx = ((i % width) + 0.5 - frame.x) / frame.eyes;
    const dy = (Math.floor(i / width) + 0.5 - frame.y) / frame.eyes;
    const u = dx * frame.rightX + dy * frame.rightY;
    const v = dy * frame.rightX - dx * frame.rightY;
    if (Math.abs(u) > SIDES || v < -ABOVE || v > BELOW) continue;
    const l = data[i]!;
    n++;
    su += u;
    sv += v;
    suu += u * u;
    suv += u * v;
    svv += v * v;
    sl += l;
    sul += u * l;
    svl += v * l;
  }
  if (n < LEAST_AREA * frame.eyes ** 2 || sl === 0) return undefined;
  const [uu, uv, vv] = [suu / n - (su / n) ** 2, suv / n - (su * sv) / n ** 2, svv / n - (sv / n) ** 2];
  const [ul, vl] = [sul / n - (su * sl) / n ** 2, svl / n - (sv * sl) / n ** 2];
  const determinant = uu * vv - uv * uv;
  if (!(determinant > 1e-9)) return undefined;
  const mean = sl / n;
  const right = ((vv * ul - uv * vl) / determinant) * Math.sqrt(uu);
  const down = ((uu * vl - uv * ul) / determinant) * Math.sqrt(vv);
  return [right / mean, down / mean];
}
