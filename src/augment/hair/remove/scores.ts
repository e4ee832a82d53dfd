/** How well hair was removed, for gates. Pure. */
import { gaussian } from '../../../image/filter.js';
import type { Plane, RgbPlanes } from '../../../pair.js';
import type { Camera, PortraitRegions } from '../types.js';
import type { BareHead } from './bare-head.js';
import { cmBelow } from './below.js';
import type { Extent } from './extent.js';
import { cut, cutOf, frameAround } from './frame.js';
import { setOf } from './set-of.js';

/** What the scores are read from. */
export interface Evidence {
  readonly before: RgbPlanes;
  readonly after: RgbPlanes;
  /** The skin as it was painted, before it was mixed with the portrait; [3, H, W]. */
  readonly painted: RgbPlanes;
  readonly regions: PortraitRegions;
  readonly bare: BareHead;
  readonly extent: Extent;
  /** 1 on skin in sight, [H, W]. */
  readonly anchor: Uint8Array;
  readonly camera: Camera;
}

/** cm below the head's origin, along the head. */
const JAW = 9.5;

/**
 * `removed`       share of the hair that was taken away, 1 but for a beard that is kept
 * `over_clothes`  area of hair below the jaw, in discs of 8 cm radius, about a face: neck, collar and shoulders behind it
 *                 are guessed
 * `over_brows`    share of the brows that hair hid: brows and eyes under a fringe are painted over, not guessed
 * `seam`          mean step of colour where painted skin joins the skin in sight, 0..255
 * `texture`       deviation of the scalp's high band over that of the skin in sight: 1 alike, 0 plastic
 * `silhouette`    share of the bald head that lies within the person as it was: less than 1 where the skull is too large
 */
export function removalScores(evidence: Evidence): Record<string, number> {
  const { before, after, painted, regions, bare, extent, anchor, camera } = evidence;
  const { width } = before;
  const pxPerCm = camera.scale;
  const below = cmBelow(camera);
  const n = anchor.length;
  let [hair, removed, hidden, head, inside, step, joins] = [0, 0, 0, 0, 0, 0, 0];
  let [brows, veiled] = [0, 0];
  for (let i = 0; i < n; i++) {
    const m = extent.matte[i]!;
    const h = regions.hair.data[i]!;
    hair += h;
    removed += h * m;
    if (h > 0.3 && below(i % width, Math.floor(i / width)) > JAW) hidden++;
    brows += bare.brow[i]!;
    veiled += bare.brow[i]! * h;
    const k = m * bare.coverage[i]!;
    head += k;
    inside += k * Math.min(1, regions.person.data[i]! + h);
    if (m > 0.2 && m < 0.8 && regions.skin.data[i]! > 0.3) {
      joins++;
      for (let at = i; at < 3 * n; at += n) step += (Math.abs(painted.data[at]! - before.data[at]!) * 127.5) / 3;
    }
  }
  const disc = Math.PI * (8 * pxPerCm) ** 2;
  const scalp = setOf(n, (i) => extent.matte[i] === 1 && bare.scalp[i]! > 0.5 && bare.coverage[i] === 1);
  const sigma = Math.max(0.8, 0.1 * pxPerCm);
  const own = roughness(before, anchor, sigma);
  return {
    removed: hair > 0 ? removed / hair : 1,
    over_clothes: hidden / disc,
    over_brows: brows > 0 ? veiled / brows : 0,
    seam: joins > 0 ? step / joins : 0,
    ...(own > 0 && { texture: roughness(after, scalp, sigma) / own }),
    silhouette: head > 0 ? inside / head : 1,
  };
}

/** Standard deviation of green less its blur over a set, both within the set. */
function roughness(whole: RgbPlanes, all: Uint8Array, sigma: number): number {
  const frame = frameAround(whole.width, whole.height, 0, (i) => all[i] === 1);
  if (!frame) return 0;
  const { data, width, height } = cutOf(whole, frame);
  const set = cut(all, whole.width, whole.height, frame);
  const n = width * height;
  const size = (values: Float32Array): Plane => ({ data: values, width, height });
  const own = new Float32Array(n);
  for (let i = 0; i < n; i++) own[i] = set[i] ? data[n + i]! : 0;
  const weight = gaussian(size(Float32Array.from(set)), sigma).data;
  const soft = gaussian(size(own), sigma).data;
  let [sum, count] = [0, 0];
  for (let i = 0; i < n; i++) {
    if (!set[i]) continue;
    sum += (data[n + i]! - soft[i]! / weight[i]!) ** 2;
    count++;
  }
  return Math.sqrt(sum / count);
}
