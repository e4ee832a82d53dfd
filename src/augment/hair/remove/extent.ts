/** How far the hair reaches: what has to be painted over. Pure. */
import { distanceTo } from '../../../image/distance.js';
import type { PortraitRegions } from '../types.js';
import type { BareHead } from './bare-head.js';

/** Each [H, W]. */
export interface Extent {
  /** 1 where there is hair to remove, however little. */
  readonly hair: Uint8Array;
  /** px to the nearest of these. */
  readonly distance: Float32Array;
  /** Share of each pixel that is replaced, [0, 1]; 0 exactly beyond the feather. */
  readonly matte: Float32Array;
}

/** A pixel is hair from here on. Hair masks have long, faint tails, in which single hairs still show. */
const HAIR = 0.12;
/**
 * Replaced in full to `full`, then less to `none`, cm beyond the hair: fine hair at the hairline, ears right beside it,
 * strays in the air, and on the forehead the shadow of hair.
 */
const ON_SKIN = { full: 0.25, none: 0.9 } as const;
const ON_EAR = { full: 0.05, none: 0.25 } as const;
const ON_FOREHEAD = { full: 0.3, none: 1.1 } as const;
const IN_AIR = { full: 1.2, none: 1.8 } as const;
/** Brows and beard are kept where they are this likely. */
const KEPT = 0.35;
/** Hair that covers less than this share of chin and upper lip is no beard: then it hangs there, and goes. */
const BEARDED = 0.3;

/** `pxPerCm` of the head's camera. Allocates. */
export function hairExtent(
  { hair, skin, person }: PortraitRegions,
  { beard, chin, brow, coverage, besideFace, above, low }: BareHead,
  pxPerCm: number,
  removeBeard: boolean,
): Extent {
  const { width, height } = hair;
  const n = width * height;
  const bearded = !removeBeard && share(hair.data, chin) > BEARDED;
  // Segmenters do not take brows for hair: what they call hair there hangs over them.
  const kept = brow.map((value, i) => Math.max(value * Math.max(0, 1 - 2 * hair.data[i]!), bearded ? beard[i]! : 0));
  const set = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    set[i] = kept[i]! <= KEPT && hair.data[i]! > HAIR ? 1 : 0;
  }
  const distance = distanceTo(set, width, height).data;
  const matte = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const d = distance[i]! / pxPerCm;
    if (d >= IN_AIR.none) continue;
    // Neck, collar and shoulders beside hair are seen, and need no guess.
    const dressed = low[i] ? person.data[i]! * Math.max(0, 1 - 4 * hair.data[i]!) : 0;
    const inside = Math.max(coverage[i]!, skin.data[i]!, dressed);
    const skinned = coverage[i]! > 0 && skin.data[i] === 0 && besideFace[i] ? ON_EAR : above[i] ? ON_FOREHEAD : ON_SKIN;
    const full = IN_AIR.full + inside * (skinned.full - IN_AIR.full);
    const none = IN_AIR.none + inside * (skinned.none - IN_AIR.none);
    matte[i] = smooth((none - d) / (none - full)) * smooth((0.6 - kept[i]!) / 0.25);
  }
  return { hair: set, distance, matte };
}

/** Mean of `values` where `weights` are high. */
function share(values: Float32Array, weights: Float32Array): number {
  let [sum, total] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    if (weights[i]! < 0.8) continue;
    sum += values[i]!;
    total++;
  }
  return total === 0 ? 0 : sum / total;
}

function smooth(value: number): number {
  const t = value < 0 ? 0 : value > 1 ? 1 : value;
  return t * t * (3 - 2 * t);
}
