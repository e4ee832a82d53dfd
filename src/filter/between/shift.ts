/** Whether the face stays where it is. */
import type { BetweenMetric, BetweenView } from './metric.js';
import { eyeDistance, RIGID } from './points.js';

/**
 * Root mean square displacement of the rigid points, in px of the pictures, with nothing removed first: a pair trains
 * a network pixel to pixel. Where nothing moved it is the landmarker's own unrest: under 1 px at 512 px as a rule, 2 to 5
 * px after noise or blur.
 */
export const shiftPx: BetweenMetric = {
  name: 'shift_px',
  unit: 'px',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Displacement of what is rigid in the face from before to after.',
  measure: displacement,
};

/**
 * The same in % of the distance between the eyes, to be gated at any size. Edits of heads of 128 px move it by 6 at most,
 * of photographs by 2; a partner that shows someone else by 10 and more, unless both were aligned.
 */
export const faceShift: BetweenMetric = {
  name: 'face_shift',
  unit: '% of the distance between the eyes',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'shift_px over the distance between the eyes.',
  measure: (view) => {
    const moved = displacement(view);
    return moved === undefined ? undefined : (100 * moved) / eyeDistance(view.before.face!.points);
  },
};

function displacement({ before, after }: BetweenView): number | undefined {
  if (!before.face || !after.face) return undefined;
  const a = before.face.points;
  const b = after.face.points;
  let sum = 0;
  for (const i of RIGID) sum += (b[2 * i]! - a[2 * i]!) ** 2 + (b[2 * i + 1]! - a[2 * i + 1]!) ** 2;
  return Math.sqrt(sum / RIGID.length);
}
