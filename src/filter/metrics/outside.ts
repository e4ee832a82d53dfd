/** Whether the edit left alone what it should leave alone. */
import { meanChange } from '../../image/difference.js';
import { intersection, pixelsOutside } from '../../image/region.js';
import { type Metric, type PairView, type View, worstAgainstBefore } from './metric.js';
import { deepInside } from './regions.js';

const change = { unit: '0..255', direction: 'lower', range: [0, 255] } as const;

/** Distance from the subject, in px at 128 px, from which background is background beyond doubt. */
const AWAY_PX_AT_128 = 4;

/**
 * Mean |ΔRGB| outside the pair's mask, on the images as they ship. A pair that was never fused has a mask of ones;
 * there it is measured on what both images show as background, away from the subject.
 */
export const outsideChange: Metric = {
  ...change,
  name: 'outside_change',
  describe: 'Mean |ΔRGB| outside the mask, or of the background where there is no mask, as the pair ships.',
  measure: (pair) =>
    worstAgainstBefore(pair, Math.max, (before, other) => {
      const where = outsideOf(pair, before, other);
      return where && meanChange(before.image, other.image, where);
    }),
};

/** The same before fusing, as the fuse stage noted it: what the edit itself does to the background. */
export const outsideChangeRaw: Metric = {
  ...change,
  name: 'outside_change_raw',
  describe: 'Mean |ΔRGB| outside the mask before fusing.',
  measure: ({ notes }) => notes.outside_change_raw,
};

function outsideOf(pair: PairView, before: View, other: View): Uint8Array | undefined {
  const unmasked = pixelsOutside(pair.mask);
  if (unmasked.includes(1)) return unmasked;
  if (!before.labels || !other.labels) return undefined;
  const away = AWAY_PX_AT_128 * (before.image.width / 128);
  const a = deepInside(before.labels, ['background'], away, pair.manifest);
  const b = deepInside(other.labels, ['background'], away, pair.manifest);
  return intersection(a, b);
}
