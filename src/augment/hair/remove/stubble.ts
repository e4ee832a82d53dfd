/** The shadow of shaved hair on a scalp. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';
import { streamOf } from '../../../random.js';
import { linearOf, luminance } from '../srgb.js';
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
 * dark: by how much darker than skin the hair was. Allocates.
 */
export function stubbleShade(
  image: RgbPlanes,
  { scalp }: BareHead,
  hair: Plane,
  skin: Uint8Array,
  strength: number,
  pxPerCm: number,
  seed: number,
): Float32Array {
  const n = scalp.length;
  const contrast = Math.max(
    0,
    1 - meanLight(image, (i) => hair.data[i]! > 0.9) / meanLight(image, (i) => skin[i]! > 0),
  );
  const density = softened(scalp, image.width, image.height, SOFT * pxPerCm);
  const random = streamOf(seed, 0, 'stubble');
  // Pixels larger than the grain average over it.
  const grain = GRAIN.share * Math.min(1, GRAIN.cm * pxPerCm) * Math.sqrt(12);
  const out = new Float32Array(3 * n).fill(1);
  if (strength === 0 || contrast === 0) return out;
  for (let i = 0; i < n; i++) {
    const roots = strength * contrast * density[i]!;
    if (roots < 1e-3) continue;
    const uneven = 1 + grain * (random() - 0.5);
    for (let c = 0; c < 3; c++) out[c * n + i] = 1 - roots * LOSS[c]! * uneven;
  }
  return out;
}

/** Mean luminance of pixels, linear; a little above 0 where there are none. */
function meanLight({ data, width, height }: RgbPlanes, of: (i: number) => boolean): number {
  const n = width * height;
  let [sum, count] = [0, 0];
  for (let i = 0; i < n; i += 3) {
    if (!of(i)) continue;
    sum += luminance(linearOf(data[i]!), linearOf(data[n + i]!), linearOf(data[2 * n + i]!));
    count++;
  }
  return sum / Math.max(1, count) + 1e-3;
}
