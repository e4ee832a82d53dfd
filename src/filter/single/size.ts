/** Shape and size of a picture. */
import type { SingleMetric } from './metric.js';

/** Width over height. */
export const aspect: SingleMetric = {
  name: 'aspect',
  unit: 'ratio',
  direction: 'none',
  range: [0, Infinity],
  describe: 'Width over height; says nothing of a face that was stretched to fit.',
  measure: ({ levels: { width, height } }) => width / height,
};

/** The shorter side. */
export const minSide: SingleMetric = {
  name: 'min_side',
  unit: 'px',
  direction: 'higher',
  range: [0, Infinity],
  describe: 'Shorter side in px; an enlarged thumbnail is large as well, which sharpness tells.',
  measure: ({ levels: { width, height } }) => Math.min(width, height),
};
