/** Whether fusing left a visible join. */
import type { Metric } from './metric.js';

/** Excess gradient along the join, as the fuse stage noted it: only there both sources are still known. */
export const seam: Metric = {
  name: 'seam',
  unit: '0..255',
  direction: 'lower',
  range: [0, 255],
  describe: 'Step between neighbouring pixels on the join beyond what either source has there, 95th percentile.',
  measure: ({ notes }) => notes.seam,
};
