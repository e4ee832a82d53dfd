/** All that the metrics of a grown pair may look at. */
import type { Plane, RgbPlanes } from '../../pair.js';

/** A grown pair with the planes that it was made of, all of one size. Planes are [H, W]. */
export interface Grown {
  /** As they ship, [-1, 1]. */
  readonly before: RgbPlanes;
  readonly after: RgbPlanes;
  /** 1 where the pair may differ, [0, 1]. */
  readonly mask: Plane;
  /** Matte of the hair that was drawn, [0, 1], hidden parts left out. */
  readonly alpha: Plane;
  /** Light that still reaches the skin beside the hair, [0, 1]. */
  readonly shade: Plane;
  /** Direction of the drawn strands by double angle, times the confidence in it. */
  readonly cos2: Plane;
  readonly sin2: Plane;
  /** What *after* shows: rad in [0, π), and how much of a direction there is, at least 0. */
  readonly orientation: { readonly theta: Plane; readonly confidence: Plane };
  /** Mean length of the drawn strands, px; of those shorter than the filters no picture shows a direction. */
  readonly strandPx?: number | undefined;
  /**
   * Points in px, [478, 2] of MediaPipe's face mesh, or [5, 2]: eye_right, eye_left, nose, mouth_right, mouth_left;
   * right is the head's own.
   */
  readonly points: Float32Array;
  /** Silhouette of the bare head as it was fitted, neck and shoulders left out, [0, 1]. */
  readonly head?: Plane | undefined;
  /** How far the visible surface of the head grows the style's kind of hair: scalp, beard or brow weights, [0, 1]. */
  readonly growth?: Plane | undefined;
  /** Measured by the stages that made the pair: `fit_residual`, `removal.…`. */
  readonly notes: Readonly<Record<string, number>>;
}
