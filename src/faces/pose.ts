/** Pose of a head from MediaPipe's facial transformation matrix. Pure. */
import { invariant } from '../errors.js';

/** Angles of a head, degrees; all are 0 when it faces the camera upright. */
export interface Pose {
  /** Turn, [-90, 90]; positive when the face looks to the right side of the image. */
  readonly yaw: number;
  /** Nod, [-180, 180]; positive when the face looks down. */
  readonly pitch: number;
  /** Tilt, [-180, 180]; positive when the head is turned counter-clockwise as seen in the image. */
  readonly roll: number;
}

const DEGREES = 180 / Math.PI;

/**
 * Pose from the 4×4 matrix, column-major (m[column * 4 + row]), that takes the canonical face into camera space: x to the
 * right of the image, y up, z towards the viewer.
 *
 * With rotation R = Rz(roll) Ry(yaw) Rx(pitch): R[2][0] = -sin yaw, R[2][1] / R[2][2] = tan pitch,
 * R[1][0] / R[0][0] = tan roll. Example: rows (0 0 1), (0 1 0), (-1 0 0) give yaw 90.
 */
export function poseOf(matrix: ArrayLike<number>): Pose {
  invariant(matrix.length === 16, `a 4x4 matrix has 16 values, not ${matrix.length}`);
  const at = (i: number): number => matrix[i]!;
  // The fit may scale the face by a little; asin alone depends on the length of its column.
  const length = Math.hypot(at(0), at(1), at(2));
  return {
    yaw: Math.asin(Math.max(-1, Math.min(1, -at(2) / length))) * DEGREES,
    pitch: Math.atan2(at(6), at(10)) * DEGREES,
    roll: Math.atan2(at(1), at(0)) * DEGREES,
  };
}
