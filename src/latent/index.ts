/**
 * Directions of the latent space: fitted, kept apart, followed. Numbers in, numbers out; networks are callbacks.
 *
 *   w of samples, scores ──► boundary ──► condition ──► fit      FittedDirection (normal, intercept, accuracy)
 *   strengths ─► responses ────────────────────────► range       strengths within which it is worth following
 *   affine weights of a generator ─────────────────► sefa        directions in closed form, and their eigenvalues
 *   W+, direction, strength ───────────────────────► direction   W+ moved; distance to the boundary; cosines
 *   band, start's score, strengths ─► scores ──────► search      the smallest strength that scores in the band
 */
export type { Boundary, BoundaryOptions, Extremes, ExtremesOptions, LabelledRows } from './boundary.js';
export { accuracyOf, fitBoundary, splitExtremes } from './boundary.js';
export { projectOut } from './condition.js';
export type { Direction, WsShape } from './direction.js';
export { correlations, distance, move } from './direction.js';
export type { DirectionSpec, FitOptions, FittedDirection } from './fit.js';
export { FIT_ROWS_PER_DIMENSION, fitDirections } from './fit.js';
export { alike, hasRows, rowLength, toUnit } from './normals.js';
export type { Response, UsefulRange, UsefulRangeOptions } from './range.js';
export { usefulRange } from './range.js';
export type { SearchOptions, SearchResult } from './search.js';
export { searchStrength } from './search.js';
export { type AffineWeights, type Sefa, sefa } from './sefa.js';
export type { LinearSvm, SvmOptions } from './svm.js';
export { fitLinearSvm } from './svm.js';
