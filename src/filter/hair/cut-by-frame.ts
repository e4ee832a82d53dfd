/** Whether the style fits into the picture. */
import { type GrownMetric, HAIR } from './metric.js';

/** The lower border is left out: portraits end at the shoulders, and long hair does not. */
export const cutByFrame: GrownMetric = {
  name: 'cut_by_frame',
  unit: 'share',
  direction: 'lower',
  range: [0, 1],
  describe: 'Share of the upper, left and right border of the picture that cuts through hair.',
  measure: ({ alpha: { data, width, height } }) => {
    let cut = 0;
    for (let x = 0; x < width; x++) if (data[x]! >= HAIR) cut++;
    for (let y = 1; y < height; y++) {
      if (data[y * width]! >= HAIR) cut++;
      if (data[(y + 1) * width - 1]! >= HAIR) cut++;
    }
    return cut / (width + 2 * (height - 1));
  },
};
