/** Puts the hair's shadow on what lies beneath it. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';
import { linearise } from './linearise.js';

/**
 * Exponents of the shade for R, G, B. Skin scatters red light over millimetres, so that it reaches into shadows: they
 * turn warm (Jensen et al. 2001, "A practical model for subsurface light transport": mean free paths in skin 3.67, 1.37,
 * 0.68 mm). Clothes and walls darken evenly.
 */
const ON_SKIN = [0.88, 1.04, 1.1] as const;

/** Image [3, H, W] encoded, shade [H, W], `skin` [H, W] in [0, 1] → linear light [3, H, W] in shadow. Allocates. */
export function inShadow(image: RgbPlanes, shade: Plane, skin: Plane | undefined): Float32Array {
  const n = shade.data.length;
  const linear = new Float32Array(3 * n);
  const { data } = image;
  for (let i = 0; i < 3 * n; i++) linear[i] = linearise(data[i]!);
  for (let i = 0; i < n; i++) {
    const s = shade.data[i]!;
    if (s >= 1) continue;
    const stops = Math.log(s);
    const share = skin ? skin.data[i]! : 1;
    linear[i]! *= Math.exp(stops * (1 + share * (ON_SKIN[0] - 1)));
    linear[n + i]! *= Math.exp(stops * (1 + share * (ON_SKIN[1] - 1)));
    linear[2 * n + i]! *= Math.exp(stops * (1 + share * (ON_SKIN[2] - 1)));
  }
  return linear;
}
