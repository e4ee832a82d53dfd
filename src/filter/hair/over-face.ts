/** Whether hair lies where no style has any. */
import type { GrownMetric } from './metric.js';
import { meanWithin } from './polygon.js';

/** Forehead and chin are left out: a fringe and a beard belong there. */
export const hairOverFace: GrownMetric = {
  name: 'hair_over_face',
  unit: 'share',
  direction: 'lower',
  range: [0, 1],
  describe: 'Share of the face between brows, cheek bones and the base of the nose that hair covers.',
  measure: ({ alpha, frame }) => meanWithin(alpha, frame.centre),
};
