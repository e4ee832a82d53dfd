/** Whether the head keeps its pose. */
import type { BetweenMetric } from './metric.js';

/** Largest of the three angles' changes. */
export const poseChange: BetweenMetric = {
  name: 'pose_change',
  unit: 'degrees',
  direction: 'lower',
  range: [0, 180],
  describe: 'Largest change of yaw, pitch or roll.',
  measure: ({ before: { face: a }, after: { face: b } }) =>
    a && b && Math.max(between(a.yaw, b.yaw), between(a.pitch, b.pitch), between(a.roll, b.roll)),
};

/** The shorter way round. */
function between(a: number, b: number): number {
  const turn = Math.abs(b - a) % 360;
  return Math.min(turn, 360 - turn);
}
