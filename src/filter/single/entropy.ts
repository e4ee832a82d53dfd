/** How much a picture can tell at most. */
import { bits } from './histogram.js';
import type { SingleMetric } from './metric.js';

/** Shannon entropy of the luma histogram, as Pillow's `Image.entropy` of a grey picture. */
export const entropy: SingleMetric = {
  name: 'entropy',
  unit: 'bits',
  direction: 'higher',
  range: [0, 8],
  describe: 'Entropy of the luma histogram, in bits; blank pictures and drawings lie low, plain noise lies high.',
  measure: ({ luma }) => bits(luma),
};
