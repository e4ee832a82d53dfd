/** How much of the picture changes at all, and of what the edit should leave alone. */
import type { BetweenMetric, BetweenView } from './metric.js';

const change = { unit: '0..255', direction: 'lower', range: [0, 255] } as const;

/** Near 0 the pair shows no edit, far up its partners have nothing in common. */
export const changeMetric: BetweenMetric = {
  ...change,
  name: 'change',
  direction: 'none',
  describe: 'Mean |ΔRGB| over the whole picture.',
  measure: (view) => meanChange(view, undefined),
};

/** As the pair is, with nothing aligned first. */
export const backgroundChange: BetweenMetric = {
  ...change,
  name: 'background_change',
  describe: 'Mean |ΔRGB| outside the mask, or away from head and hair where there is no mask.',
  measure: (view) => view.outside && meanChange(view, view.outside),
};

function meanChange(
  { before, after, lumaBefore, step }: BetweenView,
  where: Uint8Array | undefined,
): number | undefined {
  const a = before.picture.data;
  const b = after.picture.data;
  const { width, height } = lumaBefore;
  let sum = 0;
  let count = 0;
  for (let y = 0; y < height * step; y++) {
    const row = y * before.picture.width;
    const cells = Math.floor(y / step) * width;
    for (let x = 0; x < width; x++) {
      if (where && !where[cells + x]) continue;
      const end = (row + (x + 1) * step) * 3;
      for (let i = (row + x * step) * 3; i < end; i++) sum += Math.abs(a[i]! - b[i]!);
      count += step * 3;
    }
  }
  return count === 0 ? undefined : sum / count;
}
