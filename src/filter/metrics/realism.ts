/** How real the states look to the network that the generator was trained against. */
import { type Metric, worst } from './metric.js';

/**
 * Smallest score of the discriminator over the states. Its scale is that of one training run, so values compare within a
 * pack only, and no default gate fits; a candidate far below the others is a face that the generator seldom drew.
 */
export const realism: Metric = {
  name: 'realism',
  unit: 'logit of the discriminator',
  direction: 'higher',
  range: [-Infinity, Infinity],
  describe: 'Smallest score of the pack’s discriminator over the states; compares within one pack only.',
  measure: ({ views }) =>
    worst(
      views.map((view) => view.realism),
      Math.min,
    ),
};
