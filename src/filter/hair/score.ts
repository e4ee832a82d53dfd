/** Scoring of a grown pair: every metric that can be measured, raw. */
import type { MetricInfo } from '../metrics/metric.js';
import { hairChange } from './change.js';
import { clipped } from './clipped.js';
import { hairCoverage } from './coverage.js';
import { cutByFrame } from './cut-by-frame.js';
import { floaters } from './floaters.js';
import type { Grown } from './grown.js';
import { hairlineSeam } from './hairline.js';
import { lightMismatch } from './light.js';
import type { GrownMetric } from './metric.js';
import { fitResidual, REMOVAL_METRICS, removalScores } from './notes.js';
import { orientationError } from './orientation.js';
import { outsideChange } from './outside.js';
import { hairOverEyes } from './over-eyes.js';
import { hairOverFace } from './over-face.js';
import { textureRatio } from './texture.js';
import { viewOf } from './view.js';

/** In the order in which their gates decide: the head, the hair on it, how it joins, how it looks. */
const METRICS: readonly GrownMetric[] = [
  fitResidual,
  hairCoverage,
  hairChange,
  floaters,
  hairOverEyes,
  hairOverFace,
  cutByFrame,
  outsideChange,
  orientationError,
  hairlineSeam,
  lightMismatch,
  textureRatio,
  clipped,
];

/** Declarations, in the order of gates and reports. */
export const GROWN_METRICS: readonly MetricInfo[] = [
  ...REMOVAL_METRICS,
  ...METRICS.map(({ measure: _, ...info }) => info),
];

/** Scores by name, with the notes of the removal; what cannot be measured is absent. Pure; about 0.1 s at 512 px. */
export function scoreGrown(grown: Grown): Record<string, number> {
  const view = viewOf(grown);
  const measured = METRICS.map(({ name, measure }) => [name, measure(view)] as const);
  const all = [...measured, ...removalScores(grown.notes)];
  return Object.fromEntries(
    all.filter((entry): entry is [string, number] => entry[1] !== undefined && Number.isFinite(entry[1])),
  );
}
