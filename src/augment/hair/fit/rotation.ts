/** Rotations, [3, 3] row-major. Pure. */

const DEGREES = 180 / Math.PI;

/** Angles of a head as in `Pose` of src/faces, degrees: yaw positive to the picture's right, pitch positive down. */
export interface Angles {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** Rz(roll) · Ry(yaw) · Rx(pitch). */
export function rotationOf({ yaw, pitch, roll }: Angles): Float64Array {
  const [cy, sy] = [Math.cos(yaw / DEGREES), Math.sin(yaw / DEGREES)];
  const [cp, sp] = [Math.cos(pitch / DEGREES), Math.sin(pitch / DEGREES)];
  const [cr, sr] = [Math.cos(roll / DEGREES), Math.sin(roll / DEGREES)];
  return Float64Array.of(
    cr * cy,
    cr * sy * sp - sr * cp,
    cr * sy * cp + sr * sp,
    sr * cy,
    sr * sy * sp + cr * cp,
    sr * sy * cp - cr * sp,
    -sy,
    cy * sp,
    cy * cp,
  );
}

/** Inverse of {@link rotationOf} for |yaw| < 90. */
export function anglesOf(rotation: Float64Array): Angles {
  return {
    yaw: Math.asin(Math.max(-1, Math.min(1, -rotation[6]!))) * DEGREES,
    pitch: Math.atan2(rotation[7]!, rotation[8]!) * DEGREES,
    roll: Math.atan2(rotation[3]!, rotation[0]!) * DEGREES,
  };
}

/** exp([ω]×) · rotation, ω in radians (Rodrigues). Allocates. */
export function turn(rotation: Float64Array, x: number, y: number, z: number): Float64Array {
  const angle = Math.hypot(x, y, z);
  const s = angle < 1e-9 ? 1 : Math.sin(angle) / angle;
  const c = angle < 1e-9 ? 0.5 : (1 - Math.cos(angle)) / (angle * angle);
  const out = new Float64Array(9);
  for (let k = 0; k < 3; k++) {
    const v = [rotation[k]!, rotation[3 + k]!, rotation[6 + k]!];
    const once = cross([x, y, z], v);
    const twice = cross([x, y, z], once);
    for (let i = 0; i < 3; i++) out[i * 3 + k] = v[i]! + s * once[i]! + c * twice[i]!;
  }
  return out;
}

/** a × b. */
export function cross(a: readonly number[], b: readonly number[]): [number, number, number] {
  return [a[1]! * b[2]! - a[2]! * b[1]!, a[2]! * b[0]! - a[0]! * b[2]!, a[0]! * b[1]! - a[1]! * b[0]!];
}
