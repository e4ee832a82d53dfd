/** Whether the hair sits where it grows. */
import type { GrownMetric } from './metric.js';

/** Of the visible surface that grows this kind of hair, by weight. */
export const hairCoverage: GrownMetric = {
  name: 'hair_coverage',
  unit: 'share',
  direction: 'none',
  range: [0, 1],
  describe: 'Share of the scalp in view that hair covers; of the beard’s or the brows’ skin for these.',
  measure: ({ growth, alpha }) => {
    if (!growth) return undefined;
    let weight = 0;
    let covered = 0;
    for (let i = 0; i < growth.data.length; i++) {
      weight += growth.data[i]!;
      covered += growth.data[i]! * alpha.data[i]!;
    }
    return weight === 0 ? undefined : covered / weight;
  },
};
