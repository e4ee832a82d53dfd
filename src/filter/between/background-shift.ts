/** Whether the background stays where it is. */
import type { BetweenMetric } from './metric.js';
import { translation } from './translation.js';

/** Least mean square gradient in the flattest direction, (levels / px)²: below, codecs' noise would be followed. */
const LEAST_STRUCTURE = 0.5;
/** Below this the two backgrounds are not the same thing moved, and a distance between them means nothing. */
const LEAST_AGREEMENT = 0.5;

/** Length of the sub-pixel move of what the edit should leave alone. */
export const backgroundShift: BetweenMetric = {
  name: 'background_shift',
  unit: 'px',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Move of the background from before to after; absent where it is too flat or too different to tell.',
  measure: ({ lumaBefore, lumaAfter, outside, step }) => {
    const found = outside && translation(lumaBefore, lumaAfter, outside);
    if (!found || found.structure < LEAST_STRUCTURE || found.agreement < LEAST_AGREEMENT) return undefined;
    return step * Math.hypot(found.dx, found.dy);
  },
};
