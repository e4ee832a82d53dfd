/** What a metric between two pictures of a face is: a declaration and a pure measurement. */
import type { Picture } from '../../item.js';
import type { Plane } from '../../pair.js';
import type { Metric } from '../metrics/metric.js';

/** The one face of a picture, as MediaPipe's landmarker sees it. */
export interface SeenFace {
  /** 478 points [478, 2], px from the picture's outer edge. */
  readonly points: Float32Array;
  /** Coefficients of the expression by name, 0..1. */
  readonly blendshapes: Readonly<Record<string, number>>;
  /** Turn, nod and tilt of the head, signed degrees. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** One picture of a pair, and its face where exactly one was found. */
export interface Side {
  readonly picture: Picture;
  readonly face?: SeenFace | undefined;
}

/** All that a metric between two pictures of one size may look at. */
export interface BetweenView {
  readonly before: Side;
  readonly after: Side;
  /** Luma of both in 0..255, each pixel the mean of `step` × `step` of the pictures'. */
  readonly lumaBefore: Plane;
  readonly lumaAfter: Plane;
  readonly step: number;
  /** Set where lumas show what an edit of the face leaves alone; absent where nobody can tell. */
  readonly outside: Uint8Array | undefined;
}

/** A metric's declaration and its measurement; undefined where it cannot be measured. */
export interface BetweenMetric extends Omit<Metric, 'measure'> {
  readonly measure: (view: BetweenView) => number | undefined;
}
