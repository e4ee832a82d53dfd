/** Hair that the mask missed: locks of a fringe, sideburns, what is dark at temples and ears. Pure. */
import { distanceTo } from '../../../image/distance.js';
import type { Plane } from '../../../pair.js';
import { luminance } from '../srgb.js';
import type { PortraitRegions } from '../types.js';
import type { BareHead } from './bare-head.js';
import { setOf } from './set-of.js';
import { spread } from './spread.js';

/** Hair is darker than skin around it by this, natural logarithm; on the forehead, where nothing else is, by less. */
const DARKER = { forehead: 0.22, sides: 0.4 } as const;
/** It reaches this far out of the mask, cm: locks lie on foreheads, beside the face there are only strays. */
const REACH = { forehead: 4.5, sides: 1.3 } as const;
/** Skin that says how dark skin is lies this far from hair, cm, out of its shadow. */
const CLEAR = 0.6;
/** Blur of that among itself, cm. */
const BLUR = 1;
/** Brows are no hair of the head. */
const BROW = 0.03;
/** The mask from which others are found. */
const SURE = 0.3;

/**
 * Pixels of the head that are much darker than skin would be there, and that touch hair directly or by others of them, as
 * a hair mask that is 1 there. `linear` is RGB, [3, H, W]. Allocates.
 */
export function missedHair(
  linear: Float32Array,
  { hair, skin }: Pick<PortraitRegions, 'hair' | 'skin'>,
  bare: BareHead,
  pxPerCm: number,
): Plane {
  const { width, height } = hair;
  const n = width * height;
  const distance = distanceTo(
    setOf(n, (i) => hair.data[i]! > SURE),
    width,
    height,
  ).data;
  const light = logLight(linear);
  const known = new Uint8Array(n);
  for (let i = 0; i < n; i++) known[i] = skin.data[i]! > 0.6 && distance[i]! > CLEAR * pxPerCm ? 1 : 0;
  if (!known.includes(1)) return hair;
  const usual = spread({ values: light, known, width, height, cellPx: pxPerCm / 3, blurPx: BLUR * pxPerCm });
  const data = hair.data.slice();
  const dark = (i: number): boolean => {
    if (bare.coverage[i]! < 0.5 || bare.brow[i]! > BROW || bare.low[i] || !(bare.above[i] || bare.sides[i]))
      return false;
    const where = bare.above[i] ? 'forehead' : 'sides';
    return distance[i]! < REACH[where] * pxPerCm && usual[i]! - light[i]! > DARKER[where];
  };
  // Outwards from the mask; every pixel is put in line once at most.
  const line = new Int32Array(n);
  let end = 0;
  for (let i = 0; i < n; i++) if (distance[i] === 0) line[end++] = i;
  for (let k = 0; k < end; k++) {
    const i = line[k]!;
    const x = i % width;
    for (let dy = -width; dy <= width; dy += width) {
      for (let dx = x > 0 ? -1 : 0; dx <= (x + 1 < width ? 1 : 0); dx++) {
        const to = i + dy + dx;
        if (to < 0 || to >= n || distance[to] === 0 || data[to] === 1 || !dark(to)) continue;
        data[to] = 1;
        line[end++] = to;
      }
    }
  }
  return { data, width, height };
}

/** Natural logarithm of linear luminance, [H, W]. */
function logLight(linear: Float32Array): Float32Array {
  const n = linear.length / 3;
  const out = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    out[i] = Math.log(luminance(linear[i]!, linear[n + i]!, linear[2 * n + i]!) + 2e-3);
  }
  return out;
}
