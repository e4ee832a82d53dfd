/** Lids for a head whose eye sockets are open, so that no light and no hair is looked for in them. Pure. */
import { project } from '../fit/camera.js';
import { warpPoints } from '../fit/warp.js';
import type { FittedHead, HeadModel } from '../types.js';

/** MediaPipe's points around each eye, first one corner, the other in the middle. */
const CONTOURS = [
  [33, 7, 163, 144, 145, 153, 154, 155, 133, 173, 157, 158, 159, 160, 161, 246],
  [362, 382, 381, 380, 374, 373, 390, 249, 263, 466, 388, 387, 386, 385, 384, 398],
] as const;
/** How far the eye stands out before the line between its corners, cm. */
const BULGE = 0.35;

/** A fan over each eye: px and view depth, [triangles, 3 corners, 3], and the triangle of the head whose skin it continues. */
export interface Lids {
  readonly points: Float32Array;
  readonly like: Int32Array;
}

/** Two fans of 16 triangles. Allocates. */
export function lidsOf(fitted: FittedHead, head: HeadModel): Lids {
  const around = CONTOURS[0].length;
  const points = new Float32Array(CONTOURS.length * around * 9);
  const like = new Int32Array(CONTOURS.length * around);
  CONTOURS.forEach((contour, eye) => {
    const rim = contour.map((index) => head.mediapipe.subarray(3 * index, 3 * index + 3));
    const [from, to] = [rim[0]!, rim[around / 2]!];
    const middle = [0, 1].map((k) => rim.reduce((sum, point) => sum + point[k]!, 0) / around);
    // Points on the lids' edges may have slipped into the socket: only the corners' depth is certain.
    const raised = (x: number, y: number): number[] => {
      const t = Math.max(0, Math.min(1, (x - from[0]!) / (to[0]! - from[0]! || 1)));
      return [x, y, from[2]! + t * (to[2]! - from[2]!) + BULGE * 4 * t * (1 - t)];
    };
    for (let k = 0; k < around; k++) {
      const [a, b] = [rim[k]!, rim[(k + 1) % around]!];
      const corners = [...raised(middle[0]!, middle[1]!), ...raised(a[0]!, a[1]!), ...raised(b[0]!, b[1]!)];
      points.set(corners, (eye * around + k) * 9);
    }
    like.fill(triangleNear(head, from), eye * around, (eye + 1) * around);
  });
  warpPoints(fitted.warp, points);
  return { points: project(fitted.camera, points), like };
}

/** The triangle in front whose first corner is nearest to a point. */
function triangleNear(
  { positions, normals, triangles }: HeadModel,
  [x, y, z]: ArrayLike<number> & Iterable<number>,
): number {
  let best = 0;
  let least = Infinity;
  for (let t = 0; t < triangles.length; t += 3) {
    const v = 3 * triangles[t]!;
    if (normals[v + 2]! < FRONT) continue;
    const distance = Math.hypot(positions[v]! - x!, positions[v + 1]! - y!, positions[v + 2]! - z!);
    if (distance >= least) continue;
    least = distance;
    best = t / 3;
  }
  return best;
}

/** Normals of the skin between an eye's corner and the temple look this much forward, and those of sockets do not. */
const FRONT = 0.6;
