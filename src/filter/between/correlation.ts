/** Whether the two pictures show the same thing at all. */
import { resizePlane } from '../../image/resize.js';
import type { BetweenMetric } from './metric.js';

/** Cells along the longer side: few enough that an edit of the face, or a shift by some px, changes little. */
const CELLS = 32;

/** Pearson's correlation of both pictures' luma in 32 × 32 cells; a change of brightness or contrast leaves it. */
export const correlation: BetweenMetric = {
  name: 'correlation',
  unit: 'correlation',
  direction: 'higher',
  range: [-1, 1],
  describe: 'Correlation of the coarse luma of before and after: low where the partners do not belong together.',
  measure: ({ lumaBefore, lumaAfter }) => {
    const { width, height } = lumaBefore;
    const scale = CELLS / Math.max(width, height);
    const [w, h] = [width, height].map((n) => Math.max(1, Math.round(n * scale)));
    return pearson(resizePlane(lumaBefore, w!, h!).data, resizePlane(lumaAfter, w!, h!).data);
  },
};

function pearson(a: Float32Array, b: Float32Array): number | undefined {
  const n = a.length;
  const meanA = a.reduce((s, v) => s + v, 0) / n;
  const meanB = b.reduce((s, v) => s + v, 0) / n;
  let aa = 0;
  let bb = 0;
  let ab = 0;
  for (let i = 0; i < n; i++) {
    const x = a[i]! - meanA;
    const y = b[i]! - meanB;
    aa += x * x;
    bb += y * y;
    ab += x * y;
  }
  return aa === 0 || bb === 0 ? undefined : ab / Math.sqrt(aa * bb);
}
