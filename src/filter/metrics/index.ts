/**
 * The metrics of a pair, one a file. Each maps a PairView (both images, what the networks see in them, mask, notes)
 * to one raw number in a declared unit and range, worst of all states against *before*; none of them decides.
 *
 *   target     target_before, target_after, target_between, target_margin, target_reached
 *   drift      drift.<attribute or group>, one for each that the pack measures and the edit does not aim at
 *   identity   identity            landmarks  landmark_shift       pose  yaw_change, pitch_change
 *   outside    outside_change(_raw)   seam    seam                 sharpness  sharpness_before, sharpness_ratio
 *   spots      spots               fragments  fragments            realism  realism
 */
import type { PackManifest } from '../../pack/manifest.js';
import { driftMetrics } from './drift.js';
import { fragments } from './fragments.js';
import { identity } from './identity.js';
import { landmarkShift } from './landmarks.js';
import type { Metric } from './metric.js';
import { outsideChange, outsideChangeRaw } from './outside.js';
import { pitchChange, yawChange } from './pose.js';
import { realism } from './realism.js';
import { seam } from './seam.js';
import { sharpnessBefore, sharpnessRatio } from './sharpness.js';
import { spots } from './spots.js';
import { targetAfter, targetBefore, targetBetween, targetMargin, targetReached } from './target.js';

export { DRIFT, driftMetrics, groupOf } from './drift.js';
export { cosine } from './identity.js';
export type { Metric, MetricInfo, PairView, View } from './metric.js';

/** Metrics that need no network besides the one that the edit itself used. */
export const TARGET_METRICS: readonly Metric[] = [
  targetBefore,
  targetBetween,
  targetAfter,
  targetReached,
  targetMargin,
];

/** All metrics but drift, which depends on the pack and the target. */
export const METRICS: readonly Metric[] = [
  ...TARGET_METRICS,
  identity,
  landmarkShift,
  yawChange,
  pitchChange,
  outsideChange,
  outsideChangeRaw,
  seam,
  sharpnessBefore,
  sharpnessRatio,
  spots,
  fragments,
  realism,
];

/** Every metric of a pair whose edit aims at `target`, or at no score, in the order of reports: target, drift, the rest. */
export function metricsFor(manifest: PackManifest, target?: string): readonly Metric[] {
  const rest = METRICS.filter((m) => !TARGET_METRICS.includes(m));
  return [...TARGET_METRICS, ...driftMetrics(manifest, target), ...rest];
}
