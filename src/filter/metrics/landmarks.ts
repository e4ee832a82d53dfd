/** Whether the face stays where it is. */

import { centroid } from '../../image/points.js';
import type { PackManifest } from '../../pack/manifest.js';
import { type Metric, worstAgainstBefore } from './metric.js';

/**
 * Mean displacement of eyes and nose, in % of the eyes' distance on *before*.
 *
 * Without aligning the two point sets first: the pair trains a network pixel to pixel, so a face that moved as a
 * whole is as bad a pair as one that was deformed, and alignment would hide the move. Mouth points are left out, a
 * smile is allowed to move them.
 */
export const landmarkShift: Metric = {
  name: 'landmark_shift',
  unit: '% of the distance between the eyes',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Mean displacement of eyes and nose from before to any other state.',
  measure: (pair) => {
    const rigid = rigidPoints(pair.manifest);
    return worstAgainstBefore(pair, Math.max, (a, b) => shift(a.points, b.points, rigid));
  },
};

interface RigidPoints {
  readonly all: readonly number[];
  readonly right: readonly number[];
  readonly left: readonly number[];
}

function rigidPoints(manifest: PackManifest): RigidPoints {
  const names = manifest.scorers.landmarks?.points ?? [];
  const select = (pattern: RegExp): number[] => names.flatMap((name, i) => (pattern.test(name) ? [i] : []));
  return { all: select(/^(eye|nose)/), right: select(/^eye.*right/), left: select(/^eye.*left/) };
}

function shift(a: Float32Array | undefined, b: Float32Array | undefined, rigid: RigidPoints): number | undefined {
  if (!a || !b || rigid.right.length === 0 || rigid.left.length === 0) return undefined;
  const [rx, ry] = centroid(a, rigid.right);
  const [lx, ly] = centroid(a, rigid.left);
  const eyes = Math.hypot(lx - rx, ly - ry);
  if (eyes === 0) return undefined;
  let sum = 0;
  for (const i of rigid.all) sum += Math.hypot(b[2 * i]! - a[2 * i]!, b[2 * i + 1]! - a[2 * i + 1]!);
  return (100 * sum) / rigid.all.length / eyes;
}
