/** Whether both pictures show a head of one shape, wherever it is in them. */

import { centroid } from '../../image/points.js';
import type { BetweenMetric } from './metric.js';
import { eyeDistance, RIGID } from './points.js';

/**
 * What is left of the distance between the rigid points after the best move, turn and scale of one set onto the other
 * (ordinary Procrustes analysis, Gower 1975), root mean square, in % of the eyes' distance on *before*.
 *
 * Another person, or another pose, has another shape; a face that moved as a whole has not, and `shift_px` tells that.
 */
export const procrustes: BetweenMetric = {
  name: 'procrustes',
  unit: '% of the distance between the eyes',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Difference in shape of what is rigid in the face, after moving, turning and scaling one onto the other.',
  measure: ({ before, after }) =>
    before.face &&
    after.face &&
    residual(after.face.points, before.face.points, RIGID, eyeDistance(before.face.points)),
};

/**
 * In complex numbers the best similarity of centred points p onto q is z = Σ p̄q / Σ |p|², and what it leaves is
 * Σ|q|² − |Σ p̄q|² / Σ|p|².
 */
function residual(p: Float32Array, q: Float32Array, of: readonly number[], eyes: number): number | undefined {
  const [px, py] = centroid(p, of);
  const [qx, qy] = centroid(q, of);
  let pp = 0;
  let qq = 0;
  let re = 0;
  let im = 0;
  for (const i of of) {
    const ax = p[2 * i]! - px;
    const ay = p[2 * i + 1]! - py;
    const bx = q[2 * i]! - qx;
    const by = q[2 * i + 1]! - qy;
    pp += ax * ax + ay * ay;
    qq += bx * bx + by * by;
    re += ax * bx + ay * by;
    im += ax * by - ay * bx;
  }
  if (pp === 0 || eyes === 0) return undefined;
  const left = Math.max(0, qq - (re * re + im * im) / pp);
  return (100 * Math.sqrt(left / of.length)) / eyes;
}
