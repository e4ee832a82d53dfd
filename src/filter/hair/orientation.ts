/** Whether the picture shows the strands that were drawn. */
import { gaussian } from '../../image/filter.js';
import { type GrownMetric, HAIR } from './metric.js';

/** Half the width of the filters that see orientation, px: nearer to the frame they see what is not there. */
const REACH_PX = 8;
/** Strands shorter than the filters are dots to them. */
const SHORTEST_PX = 2 * REACH_PX + 1;
/** Deviation of the Gaussian that orientation maps are smoothed with, px: the strands are compared at the same scale. */
const SMOOTH_PX = 4;

/** Share of the strands around a pixel that must run as their mean does: of tight curls and of an afro nothing is left. */
const TOGETHER = 0.8;
/** Of hair that runs together by less than this share, no picture could show a direction. */
const LEAST_SHARE = 0.25;

/** Every pixel where strands run together counts by how sure strands and picture are of a direction. */
export const orientationError: GrownMetric = {
  name: 'orientation_error',
  unit: 'degrees',
  direction: 'lower',
  range: [0, 90],
  describe:
    'Mean angle, by confidence, between the drawn strands and the orientation map of the finished picture, where strands run together; absent for hair that does not.',
  measure: ({ alpha, cos2, sin2, strandPx = Infinity, orientation: { theta, confidence } }) => {
    if (strandPx < SHORTEST_PX) return undefined;
    const { width, height } = alpha;
    const sure = { ...alpha, data: cos2.data.map((c, i) => Math.hypot(c, sin2.data[i]!)) };
    const [cosine, sine, all] = [cos2, sin2, sure].map((plane) => gaussian(plane, SMOOTH_PX).data);
    let [hair, together, weight, sum] = [0, 0, 0, 0];
    for (let y = REACH_PX; y < height - REACH_PX; y++) {
      for (let i = y * width + REACH_PX; i < (y + 1) * width - REACH_PX; i++) {
        if (alpha.data[i]! < HAIR) continue;
        hair++;
        const [c, s] = [cosine![i]!, sine![i]!];
        const length = Math.sqrt(c * c + s * s);
        if (length === 0 || length < TOGETHER * all![i]!) continue;
        together++;
        const w = length * confidence.data[i]!;
        const off = Math.abs(Math.atan2(s, c) / 2 - theta.data[i]!) % Math.PI;
        weight += w;
        sum += w * Math.min(off, Math.PI - off);
      }
    }
    return weight === 0 || together < LEAST_SHARE * hair ? undefined : ((180 / Math.PI) * sum) / weight;
  },
};
