/** Everything that several metrics of a grown pair need, made once. */
import { invariant } from '../../errors.js';
import { luma } from '../../image/filter.js';
import { frameOf } from './frame.js';
import type { Grown } from './grown.js';
import type { GrownView } from './metric.js';
import { pixelsWithin } from './polygon.js';

/** Skin is what less than this share of hair covers, and what at least so much light still reaches. */
const BARE = 0.02;
const LIT = 0.97;

/** Checks that all planes have one size; allocates luma and skin. */
export function viewOf(grown: Grown): GrownView {
  const { after, before, alpha, shade, points, head, growth } = grown;
  const { width, height } = after;
  for (const plane of [before, alpha, shade, grown.mask, grown.cos2, grown.sin2, head ?? alpha, growth ?? alpha])
    invariant(plane.width === width && plane.height === height, 'planes of a grown pair have one size');
  const grey = luma(after);
  for (let i = 0; i < grey.data.length; i++) grey.data[i] = (grey.data[i]! + 1) * 127.5;
  const frame = frameOf(points);
  const skin = pixelsWithin(frame.face, width, height);
  for (let i = 0; i < skin.length; i++) {
    if (alpha.data[i]! > BARE || shade.data[i]! < LIT || (head && head.data[i]! < 0.5)) skin[i] = 0;
  }
  return { ...grown, luma: grey, frame, skin };
}
