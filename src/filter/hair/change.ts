/** Whether there is anything to learn from the pair. */
import type { GrownMetric } from './metric.js';

/** Weighted by the matte; hair of the colour that was there before teaches nothing. */
export const hairChange: GrownMetric = {
  name: 'hair_change',
  unit: '0..255',
  direction: 'higher',
  range: [0, 255],
  describe: 'Mean |ΔRGB| from before to after over the hair that was drawn.',
  measure: ({ before, after, alpha }) => {
    const n = alpha.data.length;
    let weight = 0;
    let sum = 0;
    for (let i = 0; i < n; i++) {
      const a = alpha.data[i]!;
      if (a === 0) continue;
      weight += 3 * a;
      for (let j = i; j < 3 * n; j += n) sum += a * Math.abs(after.data[j]! - before.data[j]!);
    }
    return weight === 0 ? undefined : (127.5 * sum) / weight;
  },
};
