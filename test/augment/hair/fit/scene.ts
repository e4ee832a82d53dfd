/** Pictures of a head of known shape and pose, for the tests of the fit. */
import { project } from '../../../../src/augment/hair/fit/camera.js';
import { landmarksOf } from '../../../../src/augment/hair/fit/landmarks.js';
import { rotationOf } from '../../../../src/augment/hair/fit/rotation.js';
import type { Camera, HeadModel } from '../../../../src/augment/hair/types.js';
import type { Plane } from '../../../../src/pair.js';

export const SIZE = { width: 320, height: 320 };

export const cameraAt = (yaw: number, pitch = 0, roll = 0): Camera => ({
  rotation: rotationOf({ yaw, pitch, roll }),
  scale: 9,
  x: 160,
  y: 130,
  distance: 110,
});

/** The head's MediaPipe landmarks, each point moved by `shape`, px. */
export function landmarksAt(
  head: HeadModel,
  camera: Camera,
  shape = (p: Float32Array): Float32Array => p,
): Float32Array {
  return project(camera, shape(landmarksOf(head, 'mediapipe').model.slice())).filter((_, i) => i % 3 !== 2);
}

/** 1 where any triangle of the head that `take` accepts by its first vertex is seen. */
export function draw(
  head: HeadModel,
  camera: Camera,
  positions: Float32Array,
  take = (_v: number): boolean => true,
): Plane {
  const { width, height } = SIZE;
  const data = new Float32Array(width * height);
  const p = project(camera, positions);
  const { triangles } = head;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]! * 3, triangles[t + 1]! * 3, triangles[t + 2]! * 3];
    if (!take(triangles[t]!)) continue;
    const side = (i: number, j: number, x: number, y: number): number =>
      (p[j]! - p[i]!) * (y - p[i + 1]!) - (p[j + 1]! - p[i + 1]!) * (x - p[i]!);
    const [left, right] = [Math.min(p[a]!, p[b]!, p[c]!), Math.max(p[a]!, p[b]!, p[c]!)];
    const [top, bottom] = [Math.min(p[a + 1]!, p[b + 1]!, p[c + 1]!), Math.max(p[a + 1]!, p[b + 1]!, p[c + 1]!)];
    for (let y = Math.max(0, Math.floor(top)); y < Math.min(height, bottom); y++) {
      for (let x = Math.max(0, Math.floor(left)); x < Math.min(width, right); x++) {
        const sides = [side(a, b, x + 0.5, y + 0.5), side(b, c, x + 0.5, y + 0.5), side(c, a, x + 0.5, y + 0.5)];
        if (sides.every((s) => s <= 0)) data[y * width + x] = 1;
      }
    }
  }
  return { data, width, height };
}
