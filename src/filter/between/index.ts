/**
 * Metrics between the pictures of a pair that exist in any dataset, from pixels and face landmarks alone, one a file.
 *
 *   face        procrustes (shape), shift_px, face_shift (place), pose_change, smile_change, eyes_change, mouth_change
 *   background  background_shift (place), background_change (pixels)
 *   picture     change, peak_change, correlation
 */
import type { Plane } from '../../pair.js';
import type { MetricInfo } from '../metrics/metric.js';
import { backgroundShift } from './background-shift.js';
import { backgroundChange, changeMetric } from './change.js';
import { correlation } from './correlation.js';
import { eyesChange, mouthChange, smileChange } from './expression.js';
import type { BetweenMetric, Side } from './metric.js';
import { peakChange } from './peak-change.js';
import { poseChange } from './pose.js';
import { procrustes } from './procrustes.js';
import { faceShift, shiftPx } from './shift.js';
import { viewBetween } from './view.js';

export type { SeenFace, Side } from './metric.js';

const METRICS: readonly BetweenMetric[] = [
  procrustes,
  shiftPx,
  faceShift,
  backgroundShift,
  changeMetric,
  peakChange,
  backgroundChange,
  correlation,
  poseChange,
  smileChange,
  eyesChange,
  mouthChange,
];

/** Declarations, in the order of reports. */
export const BETWEEN_METRICS: readonly MetricInfo[] = METRICS.map(({ measure: _, ...info }) => info);

/** What the pair was made with, where that is known. */
export interface BetweenOptions {
  /** 1 where the edit was allowed to change pixels, [H, W] in 0..1. */
  readonly mask?: Plane | undefined;
}

/** Every metric that can be measured, by name. Both pictures, and the mask, have one size. */
export function measureBetween(before: Side, after: Side, { mask }: BetweenOptions = {}): Record<string, number> {
  const view = viewBetween(before, after, mask);
  const scores: Record<string, number> = {};
  for (const { name, measure } of METRICS) {
    const value = measure(view);
    if (value !== undefined) scores[name] = value;
  }
  return scores;
}
