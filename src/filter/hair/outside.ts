/** Whether the rest of the picture was left alone. */
import { meanChange } from '../../image/difference.js';
import { pixelsOutside } from '../../image/region.js';
import type { GrownMetric } from './metric.js';

/** Neither hair nor shadow changes these pixels, so nothing but 0 is right. */
export const outsideChange: GrownMetric = {
  name: 'outside_change',
  unit: '0..255',
  direction: 'lower',
  range: [0, 255],
  describe: 'Mean |ΔRGB| where the mask is 0.',
  measure: ({ before, after, mask }) => meanChange(before, after, pixelsOutside(mask)),
};
