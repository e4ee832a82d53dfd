/** Gates of grown pairs: bands of its metrics, which `verdictOf` judges by. */
import type { Band } from '../../pair.js';
import { type Gate, resolveGates } from '../gates.js';
import { GROWN_METRICS } from './score.js';

/**
 * Bands that hold for any style, in the order in which they decide. What photographs have was measured on the hair of
 * 26 portraits at 512 px, as MediaPipe segments it:
 *   removal.…          the 26: hair down to the jaw has over_clothes up to 0.04, bobs to 0.32, long hair 0.5, and above 0.1
 *                      collars look wrong; seam 4 to 16, and 25 on a turned head with a visible step; the others are the
 *                      worst that looked right
 *   hair_coverage      a receding or cropped style still covers a quarter of the scalp in view
 *   hair_change        below it the eye has to look for the hair
 *   floaters           a few stray tips
 *   hair_over_eyes     photographs have up to 0.06; a fringe that veils an eye has more, and its recipe says so
 *   hair_over_face     photographs have up to 0.02; locks beside the eyes reach over their outer corners
 *   cut_by_frame       photographs have up to 0.12
 *   outside_change     outside the mask nothing changes
 *   orientation_error  straight styles have 4 to 12, waves and curls to 20, tousled hair to 24; strands of another head 45
 *   hairline_seam      photographs have 0.2 to 0.5, two of 26 up to 0.64; flat hair cut out along a contour 0.4 to 1
 *   light_mismatch     photographs have up to 0.39; lit from the other side they would have twice that
 *   texture_ratio      photographs have 1.1 to 2.9
 *   clipped            photographs have up to 0.006
 * The fit of the head decides before anything is drawn, so `fit_residual` has no band here.
 */
export const GROWN_BANDS: Readonly<Record<string, Band>> = {
  'removal.removed': { min: 0.95 },
  'removal.over_clothes': { max: 0.1 },
  'removal.over_brows': { max: 0.1 },
  'removal.seam': { max: 18 },
  'removal.texture': { min: 0.35 },
  'removal.silhouette': { min: 0.98 },
  hair_coverage: { min: 0.25 },
  hair_change: { min: 6 },
  floaters: { max: 0.01 },
  hair_over_eyes: { max: 0.15 },
  hair_over_face: { max: 0.1 },
  cut_by_frame: { max: 0.2 },
  outside_change: { max: 0 },
  orientation_error: { max: 25 },
  hairline_seam: { max: 0.65 },
  light_mismatch: { max: 0.45 },
  texture_ratio: { min: 0.8, max: 3.5 },
  clipped: { max: 0.02 },
};

/**
 * The gates of a recipe: its own bands over the defaults, `false` for none.
 *
 * @throws DiptychError E_RECIPE for a gate on any other metric
 */
export function growGates(own: Readonly<Record<string, Band | false>> = {}): Gate[] {
  return resolveGates(
    own,
    GROWN_BANDS,
    GROWN_METRICS.map((metric) => metric.name),
  );
}
