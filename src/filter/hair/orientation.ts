/** Whether the picture shows the strands that were drawn. */
import { gaussian } from '../../image/filter.js';
import { boundsOf, crop } from './crop.js';
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
    const bounds = boundsOf(alpha, HAIR, Math.ceil(3 * SMOOTH_PX));
    if (!bounds) return undefined;
    const [c2, s2] = [crop(cos2, bounds), crop(sin2, bounds)];
    const sure = { ...c2, data: new Float32Array(c2.data.length) };
    for (let i = 0; i < sure.data.length; i++) sure.data[i] = Math.sqrt(c2.data[i]! ** 2 + s2.data[i]! ** 2);
    const [cosine, sine, all] = [c2, s2, sure].map((plane) => gaussian(plane, SMOOTH_PX).data);
    let [hair, together, weight, sum] = [0, 0, 0, 0];
    const left = Math.max(bounds.left, REACH_PX);
    const right = Math.min(bounds.left + bounds.width, alpha.width - REACH_PX);
    const bottom = Math.min(bounds.top + bounds.height, alpha.height - REACH_PX);
    for (let y = Math.max(bounds.top, REACH_PX); y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const i = y * alpha.width + x;
        if (alpha.data[i]! < HAIR) continue;
        hair++;
        const j = (y - bounds.top) * bounds.width + x - bounds.left;
        const [c, s] = [cosine![j]!, sine![j]!];
        const length = Math.sqrt(c * c + s * s);
        if (length === 0 || length < TOGETHER * all![j]!) continue;
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
