/** What a metric of a grown pair is: a declaration and a pure measurement. */
import type { Plane } from '../../pair.js';
import type { MetricInfo } from '../metrics/metric.js';
import type { FaceFrame } from './frame.js';
import type { Grown } from './grown.js';

/** A grown pair with what several metrics need, made once. */
export interface GrownView extends Grown {
  /** Luma of *after*, BT.601, 0..255. */
  readonly luma: Plane;
  readonly frame: FaceFrame;
  /** Pixels of the face that neither hair nor its shadow touches, [H, W] of 0 and 1. */
  readonly skin: Uint8Array;
}

/** A metric's declaration and its measurement; undefined where it cannot be measured. */
export interface GrownMetric extends MetricInfo {
  readonly measure: (view: GrownView) => number | undefined;
}

/** A pixel is hair from this share on. */
export const HAIR = 0.5;
