/** Whether the hair has lost its tones. */
import { type GrownMetric, HAIR } from './metric.js';

/** Half a level of 255 from either end of [-1, 1]. */
const END = 1 - 1 / 255;

/** Where all three channels end: of coloured light one channel often does in photographs too. */
export const clipped: GrownMetric = {
  name: 'clipped',
  unit: 'share',
  direction: 'lower',
  range: [0, 1],
  describe: 'Share of the hair that is pure black or pure white.',
  measure: ({ after: { data }, alpha }) => {
    const n = alpha.data.length;
    let hair = 0;
    let lost = 0;
    for (let i = 0; i < n; i++) {
      if (alpha.data[i]! < HAIR) continue;
      hair++;
      const least = Math.min(data[i]!, data[n + i]!, data[2 * n + i]!);
      const most = Math.max(data[i]!, data[n + i]!, data[2 * n + i]!);
      if (least >= END || most <= -END) lost++;
    }
    return hair === 0 ? undefined : lost / hair;
  },
};
