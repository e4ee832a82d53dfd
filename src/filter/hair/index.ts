/**
 * What a pair with grown hair is worth, measured on the planes it was made of, one metric a file.
 *
 *   hair      hair_coverage, hair_change, floaters, cut_by_frame
 *   face      hair_over_eyes, hair_over_face
 *   light     light_mismatch, clipped
 *   join      hairline_seam, texture_ratio, outside_change
 *   strands   orientation_error
 *   notes     fit_residual, removal.* as the stages that know them noted
 *
 *   Grown ─► view (luma, face frame, skin) ─► score ─► gates ─► verdictOf
 */
export { GROWN_BANDS, growGates } from './gates.js';
export type { Grown } from './grown.js';
export { GROWN_METRICS, scoreGrown } from './score.js';
