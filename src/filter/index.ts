/**
 * filter: what a pair is worth, and whether it is kept.
 *
 *   score       Pair → ScoredPair: all metrics raw (metrics/, one a file), perceptual hash of before
 *   calibrate   embeddings of different faces → identity threshold at a false-match rate
 *   gates       recipe, manifest, threshold → gates; ScoredPair → JudgedPair: all gates failed, the first decides
 *   lacks       recipe, manifest → gates that are off because the pack lacks the network they need
 *   duplicates  hashes and attributes of kept pairs → the nearest one
 *   yield       records → one row a gate: tried, dropped, would drop, flags
 */
export { facesNeeded, type ImpostorThreshold, impostorThreshold } from './calibrate.js';
export { ALIKE_WITHIN, DuplicateIndex, featuresOf, type Nearest } from './duplicates.js';
export { DUPLICATE, DUPLICATE_DISTANCE, type Gate, gatesFor, judge, verdictOf } from './gates.js';
export { applicable, type Lack, lackSentence, lacksOf } from './lacks.js';
export { driftMetrics, METRICS, type Metric, metricsFor, type PairView, type View } from './metrics/index.js';
export { hamming, phash } from './phash.js';
export { type ScoreModels, score } from './score.js';
export { type YieldRow, yieldTable } from './yield.js';
