/** Whether the eyes can still be seen. */
import type { GrownMetric } from './metric.js';
import { meanWithin } from './polygon.js';

/** Of the eye that is covered more. */
export const hairOverEyes: GrownMetric = {
  name: 'hair_over_eyes',
  unit: 'share',
  direction: 'lower',
  range: [0, 1],
  describe: 'Share of the opening of an eye that hair covers, of the two the worse.',
  measure: ({ alpha, frame }) => {
    const [a, b] = frame.openings.map((opening) => meanWithin(alpha, opening));
    return a === undefined || b === undefined ? undefined : Math.max(a, b);
  },
};
