/** How light the face is, whatever the frame around it: a white wall or a dark ground says nothing of a face. */
import type { Picture } from '../../item.js';
import type { MetricInfo } from '../metrics/metric.js';
import { levelAt, shareBetween } from './histogram.js';
import { type Box, levelsIn } from './look.js';

/** Declarations, by the names that `faceExposure` gives. */
export const FACE_EXPOSURE: readonly MetricInfo[] = [
  {
    name: 'face_brightness',
    unit: 'level of 255',
    direction: 'none',
    range: [0, 255],
    describe:
      'Middle of the 5th and 95th percentile of luma within the box of the face; skin tone moves it less than light does, but moves it.',
  },
  {
    name: 'face_clipped',
    unit: 'share',
    direction: 'lower',
    range: [0, 1],
    describe: 'Share of the box of the face that is burnt out: luma of at least 250.',
  },
];

/** Levels from which skin has lost its drawing; pure white is rare even on burnt-out skin. */
const BURNT = 250;
const SMALLEST_PX = 8;

/** Scores by name; empty below 8 px a side. */
export function faceExposure(picture: Picture, box: Box): Record<string, number> {
  const { data, width, height } = levelsIn(picture, box);
  if (Math.min(width, height) < SMALLEST_PX) return {};
  const histogram = new Int32Array(256);
  for (const level of data) histogram[level]!++;
  return {
    face_brightness: (levelAt(histogram, 0.05) + levelAt(histogram, 0.95)) / 2,
    face_clipped: shareBetween(histogram, BURNT, 255),
  };
}
