/** Landmarks of the generic head that a portrait's are compared with, and how far each is to be trusted. Pure. */
import { invariant } from '../../../errors.js';
import type { HeadModel } from '../types.js';

/** Landmarks of one portrait, px: MediaPipe's 478, or five in the order of `HeadModel.five`. */
export interface Observed {
  readonly kind: 'mediapipe' | 'five';
  /** [478 or 5, 2]. */
  readonly points: Float32Array;
}

/** Landmarks on the generic head. */
export interface Landmarks {
  /** [n, 3], cm. */
  readonly model: Float32Array;
  /** [n]: trust for the pose. */
  readonly rigid: Float32Array;
  /** Numbers of those that the shape is found by, spread evenly, and the standard deviation of each, cm. */
  readonly controls: readonly number[];
  readonly noise: Float32Array;
}

/** Outline of MediaPipe's face mesh (FaceLandmarker.FACE_LANDMARKS_FACE_OVAL), a closed line from the middle of the forehead. */
export const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136,
  172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
] as const;

const EYE_CORNERS = [33, 133, 362, 263] as const;
const BRIDGE = [168, 6, 197, 195] as const;
const IRISES = [468, 473] as const;
const FIRST_IRIS = 468;
/**
 * Depth of the outline's points from the forehead to the chin, the same on both sides, and of the irises, cm: where the
 * lines of sight of 40 drawings of known shape, turned by up to 32°, meet (least squares).
 */
const OVAL_Z = [9.5, 9.3, 8.6, 7.4, 6.1, 4.5, 3.3, 2.6, 2.4, 2.3, 2.5, 3.4, 4.1, 4.5, 6.3, 7.2, 8, 7.4, 7.7] as const;
const IRIS_Z = 7.9;
/** Enough for one every 1.5 cm; all 468 give the same shape and cost 60 times as much. */
const CONTROLS = 96;

/** Distance of the eyes, px. */
export function eyesOf({ kind, points }: Observed): number {
  const [right, left] = kind === 'five' ? [0, 1] : IRISES;
  return Math.hypot(points[left * 2]! - points[right * 2]!, points[left * 2 + 1]! - points[right * 2 + 1]!);
}

const cache = new WeakMap<HeadModel, Landmarks>();

/** The generic head's landmarks of this kind. */
export function landmarksOf(head: HeadModel, kind: Observed['kind']): Landmarks {
  if (kind === 'five') return ofFive(head);
  const known = cache.get(head);
  if (known) return known;
  const made = ofMediapipe(head);
  cache.set(head, made);
  return made;
}

/** The nose differs among people, the mouth with what is said: the eyes count most. */
function ofFive({ five }: HeadModel): Landmarks {
  return {
    model: five,
    rigid: Float32Array.of(1, 1, 0.7, 0.6, 0.6),
    controls: [0, 1, 2, 3, 4],
    noise: Float32Array.of(0.3, 0.3, 0.4, 0.4, 0.4),
  };
}

function ofMediapipe({ mediapipe, positions, normals }: HeadModel): Landmarks {
  const count = mediapipe.length / 3;
  invariant(count === 478, 'the face mesh has 478 points');
  const model = ontoFace(mediapipe);
  const rigid = new Float32Array(count);
  const noise = new Float32Array(count).fill(0.15);
  for (let i = 0; i < FIRST_IRIS; i++) {
    const y = model[i * 3 + 1]!;
    const slant = facing(positions, normals, model, i);
    // Mouth and chin move with speech, brows with mood; what is seen at a slant slides as the head turns.
    const calm = y < -7.6 ? 0.25 : y > -2 ? 0.4 : 1;
    rigid[i] = calm * ramp(0.35, 0.75, slant);
    noise[i] = 0.15 + 0.15 * ramp(0.7, 0.3, slant);
  }
  for (const i of OVAL) rigid[i]! *= 0.1;
  for (const i of BRIDGE) rigid[i] = 5;
  for (const i of EYE_CORNERS) rigid[i] = 6;
  for (const i of IRISES) rigid[i] = 6;
  return { model, rigid, noise, controls: spread(model, FIRST_IRIS, CONTROLS) };
}

/**
 * Landmarks were carried to the head along the line of sight; where that grazes it, some went past the chin to the throat or
 * past the temple, and the irises to the floor of the sockets, as the head has no eyeballs.
 */
function ontoFace(mediapipe: Float32Array): Float32Array {
  const model = mediapipe.slice();
  for (const [k, z] of OVAL_Z.entries()) {
    model[OVAL[k]! * 3 + 2] = z;
    model[OVAL[(OVAL.length - k) % OVAL.length]! * 3 + 2] = z;
  }
  for (let i = FIRST_IRIS; i < model.length / 3; i++) model[i * 3 + 2] = IRIS_Z;
  return model;
}

/** Numbers of `many` of the first `count` points, each the farthest from those before it. */
function spread(points: Float32Array, count: number, many: number): number[] {
  const chosen: number[] = [];
  const nearest = new Float64Array(count).fill(Infinity);
  for (
    let next = OVAL[0] as number;
    chosen.length < many;
    next = nearest.indexOf(nearest.reduce((a, b) => Math.max(a, b)))
  ) {
    chosen.push(next);
    for (let i = 0; i < count; i++) nearest[i] = Math.min(nearest[i]!, squared(points, i * 3, points, next * 3));
  }
  return chosen;
}

/** z of the surface's normal at a landmark: 1 where it faces the front. */
function facing(positions: Float32Array, normals: Float32Array, model: Float32Array, i: number): number {
  let best = Infinity;
  let z = 0;
  for (let v = 0; v < positions.length; v += 3) {
    const distance = squared(positions, v, model, i * 3);
    if (distance < best) {
      best = distance;
      z = normals[v + 2]!;
    }
  }
  return z;
}

function squared(a: Float32Array, i: number, b: Float32Array, j: number): number {
  return (a[i]! - b[j]!) ** 2 + (a[i + 1]! - b[j + 1]!) ** 2 + (a[i + 2]! - b[j + 2]!) ** 2;
}

const ramp = (from: number, to: number, value: number): number =>
  Math.max(0, Math.min(1, (value - from) / (to - from)));
