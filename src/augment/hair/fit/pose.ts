/** Pose and proportions of a head from points on it and where they are seen: Levenberg–Marquardt from a closed form. Pure. */
import { invariant } from '../../../errors.js';
import type { Camera } from '../types.js';
import { solveSpd } from './linear.js';
import { anglesOf, turn } from './rotation.js';
import { weakPerspective } from './weak.js';

/** Points to find the pose by. */
export interface Correspondences {
  /** [n, 3], head space, cm. */
  readonly model: Float32Array;
  /** [n, 2], px. */
  readonly seen: Float32Array;
  /** [n]: how far to trust each, 0 to ignore it. */
  readonly weight: Float32Array;
}

/** What is believed before anything is seen. */
export interface Belief {
  /** Ways in which the model may change, each [n, 3], cm per unit, and the standard deviation of its coefficient. */
  readonly basis: readonly Float64Array[];
  readonly deviation: readonly number[];
  /** Standard deviation of a landmark, cm, and how many independent ones all of them together are worth. */
  readonly noise: number;
  readonly worth: number;
  /** cm: a landmark farther off pulls with a constant force (Huber 1964). */
  readonly outlier: number;
  /** Standard deviation of the angles around 0, degrees. */
  readonly angles?: { readonly yaw: number; readonly pitch: number } | undefined;
}

/** A head as it was seen. */
export interface Posed {
  readonly camera: Camera;
  /** Of `Belief.basis`. */
  readonly coefficients: Float64Array;
}

/** Turn about the view's x, y, z (radians), log scale, x right and y up (cm at the origin's depth); then the coefficients. */
const RIGID = 6;
const ITERATIONS = 30;

/** The most likely camera and proportions. At least four points, not in one plane. */
export function solvePose(points: Correspondences, belief: Belief): Posed {
  const parameters = RIGID + belief.basis.length;
  let best = linearise(weakPerspective(points), new Float64Array(belief.basis.length), points, belief);
  let damping = 1e-3;
  for (let i = 0; i < ITERATIONS && damping < 1e6; i++) {
    const a = best.hessian.slice();
    const step = best.gradient.map((g) => -g);
    for (let k = 0; k < parameters; k++) a[k * (parameters + 1)]! *= 1 + damping;
    invariant(solveSpd(a, step, parameters), 'the pose is determined');
    const tried = linearise(
      moved(best.camera, step),
      best.coefficients.map((b, k) => b + step[RIGID + k]!),
      points,
      belief,
    );
    if (tried.cost >= best.cost) {
      damping *= 8;
      continue;
    }
    const gain = 1 - tried.cost / best.cost;
    best = tried;
    damping = Math.max(damping / 5, 1e-9);
    if (gain < 1e-8) break;
  }
  return best;
}

interface Linear extends Posed {
  /** Negative log likelihood. */
  readonly cost: number;
  readonly hessian: Float64Array;
  readonly gradient: Float64Array;
}

function linearise(camera: Camera, coefficients: Float64Array, points: Correspondences, belief: Belief): Linear {
  const parameters = RIGID + coefficients.length;
  const hessian = new Float64Array(parameters * parameters);
  const gradient = new Float64Array(parameters);
  const add = (j: Float64Array, residual: number, weight: number): void => {
    for (let i = 0; i < parameters; i++) {
      const g = weight * j[i]!;
      gradient[i]! += g * residual;
      for (let k = 0; k < parameters; k++) hessian[i * parameters + k]! += g * j[k]!;
    }
  };
  let cost = addPoints(camera, coefficients, points, belief, add);
  for (const [k, b] of coefficients.entries()) {
    const precision = 1 / belief.deviation[k]! ** 2;
    cost += 0.5 * precision * b * b;
    const j = new Float64Array(parameters);
    j[RIGID + k] = 1;
    add(j, b, precision);
  }
  if (belief.angles) cost += addAngles(camera.rotation, parameters, belief.angles, add);
  return { camera, coefficients, cost, hessian, gradient };
}

type Add = (jacobian: Float64Array, residual: number, weight: number) => void;

function addPoints(
  camera: Camera,
  coefficients: Float64Array,
  { model, seen, weight }: Correspondences,
  { basis, noise, worth, outlier }: Belief,
  add: Add,
): number {
  const { rotation: r, scale, distance } = camera;
  const parameters = RIGID + coefficients.length;
  const jx = new Float64Array(parameters);
  const jy = new Float64Array(parameters);
  const unit = worth / (weight.reduce((sum, w) => sum + w, 0) * noise * noise);
  let cost = 0;
  for (let i = 0; i < weight.length; i++) {
    if (weight[i] === 0) continue;
    const w = weight[i]! * unit;
    const p = i * 3;
    let px = model[p]!;
    let py = model[p + 1]!;
    let pz = model[p + 2]!;
    for (let c = 0; c < coefficients.length; c++) {
      const b = coefficients[c]!;
      px += b * basis[c]![p]!;
      py += b * basis[c]![p + 1]!;
      pz += b * basis[c]![p + 2]!;
    }
    const vx = r[0]! * px + r[1]! * py + r[2]! * pz;
    const vy = r[3]! * px + r[4]! * py + r[5]! * pz;
    const vz = r[6]! * px + r[7]! * py + r[8]! * pz;
    const k = distance / (distance - vz);
    const slope = k / (distance - vz);
    // In cm and upwards, so that the cost does not depend on the picture's size.
    const sx = (seen[i * 2]! - camera.x) / scale;
    const sy = (camera.y - seen[i * 2 + 1]!) / scale;
    const ex = k * vx - sx;
    const ey = k * vy - sy;
    const length = Math.hypot(ex, ey);
    const inlier = length <= outlier;
    cost += w * (inlier ? 0.5 * length * length : outlier * (length - 0.5 * outlier));
    // A turn by ω moves v by ω × v = (ωy vz - ωz vy, ωz vx - ωx vz, ωx vy - ωy vx).
    jx[0] = slope * vx * vy;
    jx[1] = k * vz - slope * vx * vx;
    jx[2] = -k * vy;
    jx[3] = sx;
    jx[4] = 1;
    jy[0] = slope * vy * vy - k * vz;
    jy[1] = -slope * vy * vx;
    jy[2] = k * vx;
    jy[3] = sy;
    jy[5] = 1;
    for (let c = 0; c < coefficients.length; c++) {
      const bx = basis[c]![p]!;
      const by = basis[c]![p + 1]!;
      const bz = basis[c]![p + 2]!;
      const towards = slope * (r[6]! * bx + r[7]! * by + r[8]! * bz);
      jx[RIGID + c] = k * (r[0]! * bx + r[1]! * by + r[2]! * bz) + vx * towards;
      jy[RIGID + c] = k * (r[3]! * bx + r[4]! * by + r[5]! * bz) + vy * towards;
    }
    const trust = inlier ? w : (w * outlier) / length;
    add(jx, ex, trust);
    add(jy, ey, trust);
  }
  return cost;
}

/** Pulls yaw and pitch towards 0; the angles are differentiated numerically. */
function addAngles(rotation: Float64Array, parameters: number, deviation: NonNullable<Belief['angles']>, add: Add) {
  const now = anglesOf(rotation);
  const delta = 1e-4;
  const turned = [turn(rotation, delta, 0, 0), turn(rotation, 0, delta, 0), turn(rotation, 0, 0, delta)].map(anglesOf);
  let cost = 0;
  for (const name of ['yaw', 'pitch'] as const) {
    const j = new Float64Array(parameters);
    for (const [axis, then] of turned.entries()) j[axis] = (then[name] - now[name]) / (delta * deviation[name]);
    const residual = now[name] / deviation[name];
    cost += 0.5 * residual * residual;
    add(j, residual, 1);
  }
  return cost;
}

function moved(camera: Camera, step: Float64Array): Camera {
  return {
    rotation: turn(camera.rotation, step[0]!, step[1]!, step[2]!),
    scale: camera.scale * Math.exp(step[3]!),
    x: camera.x + step[4]! * camera.scale,
    y: camera.y - step[5]! * camera.scale,
    distance: camera.distance,
  };
}
