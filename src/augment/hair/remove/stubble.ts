/** The shadow of shaved hair on a scalp. Pure. */
import type { Plane } from '../../../pair.js';
import { streamOf } from '../../../random.js';
import { luminance } from '../srgb.js';
import type { BareHead } from './bare-head.js';
import { softened } from './spread.js';

/** Light that a scalp full of dark roots loses, linear R, G, B: hair seen through skin looks bluish. */
const LOSS = [0.5, 0.42, 0.35] as const;
/** How unevenly roots lie, standard deviation in shares of the loss, for pixels of 0.06 cm and more. */
const GRAIN = { share: 0.22, cm: 0.06 } as const;

/** The hairline fades in over about this, cm. */
const SOFT = 0.6;

/**
 * What is left of the skin's light, linear RGB factors [3, H, W]: 1 without roots. Fair hair leaves less shadow than
 * dark: by how much darker than skin the hair was. `linear` is the portrait's RGB, [3, H, W]. Allocates.
 */
export function stubbleShade(
  linear: Float32Array,
  { scalp }: BareHead,
  hair: Plane,
  skin: Uint8Array,
  strength: number,
  pxPerCm: number,
  seed: number,
): Float32Array {
  const n = scalp.length;
  const out = new Float32Array(3 * n).fill(1);
  if (strength === 0) return out;
  const contrast = Math.max(
    0,
    1 - meanLight(linear, (i) => hair.data[i]! > 0.9) / meanLight(linear, (i) => skin[i]! > 0),
  );
  const density = softened(scalp, hair.width, hair.height, SOFT * pxPerCm);
  const random = streamOf(seed, 0, 'stubble');
  // Pixels larger than the grain average over it.
  const grain = GRAIN.share * Math.min(1, GRAIN.cm * pxPerCm) * Math.sqrt(12);
  if (contrast === 0) return out;
  for (let i = 0; i < n; i++) {
    const roots = strength * contrast * density[i]!;
    if (roots < 1e-3) continue;
    const uneven = 1 + grain * (random() - 0.5);
    for (let c = 0; c < 3; c++) out[c * n + i] = 1 - roots * LOSS[c]! * uneven;
  }
  return out;
}

/** Mean luminance of pixels, linear; a little above 0 where there are none. */
function meanLight(linear: Float32Array, of: (i: number) => boolean): number {
  const n = linear.length / 3;
  let [sum, count] = [0, 0];
  for (let i = 0; i < n; i += 3) {
    if (!of(i)) continue;
    sum += luminance(linear[i]!, linear[n + i]!, linear[2 * n + i]!);
    count++;
  }
  return sum / Math.max(1, count) + 1e-3;
}
