/**
 * Metrics of one picture of any dataset, from its pixels alone, one idea a file. Picture → numbers by name; none decides.
 *
 *   size        aspect, min_side           exposure    brightness, contrast, clipped_dark, clipped_bright
 *   sharpness   sharpness (of a box too)   entropy     entropy
 *   blockiness  blockiness                 noise       noise
 *   face-exposure  face_brightness, face_clipped, within the box of a face
 *   hash        the pixels' sha256, the perceptual hash and the thumb (thumb)
 */
import type { Picture } from '../../item.js';
import type { MetricInfo } from '../metrics/metric.js';
import { blockiness } from './blockiness.js';
import { entropy } from './entropy.js';
import { brightness, clippedBright, clippedDark, contrast } from './exposure.js';
import { lookAt } from './look.js';
import type { SingleMetric } from './metric.js';
import { noise } from './noise.js';
import { sharpness } from './sharpness.js';
import { aspect, minSide } from './size.js';

export { FACE_EXPOSURE, faceExposure } from './face-exposure.js';
export { type PictureHash, pictureHash, pixelHash } from './hash.js';
export type { Box } from './look.js';
export { FACE_SHARPNESS, sharpnessOf } from './sharpness.js';

const METRICS: readonly SingleMetric[] = [
  aspect,
  minSide,
  sharpness,
  brightness,
  contrast,
  clippedDark,
  clippedBright,
  entropy,
  blockiness,
  noise,
];

/** Declarations, in the order of reports. */
export const SINGLE_METRICS: readonly MetricInfo[] = METRICS.map(({ measure: _, ...info }) => info);

/** Every metric that can be measured, by name. */
export function measureSingle(picture: Picture): Record<string, number> {
  const look = lookAt(picture);
  const scores: Record<string, number> = {};
  for (const { name, measure } of METRICS) {
    const value = measure(look);
    if (value !== undefined) scores[name] = value;
  }
  return scores;
}
