/** The camera of types.ts: points and normals of the head → the picture. Pure. */
import type { Camera } from '../types.js';

/** cm from the camera to the head's origin: portraits are taken from about there, and hair is not sensitive to it. */
export const DISTANCE = 110;

/** Points [n, 3], head space, cm → [n, 3]: x px, y px, depth v.z in view space, cm, larger nearer. `into` may be `points`. */
export function project(camera: Camera, points: Float32Array, into = new Float32Array(points.length)): Float32Array {
  const { rotation, x, y, distance } = camera;
  const [a, b, c] = [rotation[0]!, rotation[1]!, rotation[2]!];
  const [d, e, f] = [rotation[3]!, rotation[4]!, rotation[5]!];
  const [g, h, i] = [rotation[6]!, rotation[7]!, rotation[8]!];
  const lens = camera.scale * distance;
  for (let p = 0; p < points.length; p += 3) {
    const px = points[p]!;
    const py = points[p + 1]!;
    const pz = points[p + 2]!;
    const depth = g * px + h * py + i * pz;
    const k = lens / (distance - depth);
    into[p] = x + k * (a * px + b * py + c * pz);
    into[p + 1] = y - k * (d * px + e * py + f * pz);
    into[p + 2] = depth;
  }
  return into;
}

/** Directions [n, 3], head space → view space. `into` may be `normals`. */
export function viewNormals(
  camera: Camera,
  normals: Float32Array,
  into = new Float32Array(normals.length),
): Float32Array {
  const r = camera.rotation;
  for (let p = 0; p < normals.length; p += 3) {
    const x = normals[p]!;
    const y = normals[p + 1]!;
    const z = normals[p + 2]!;
    into[p] = r[0]! * x + r[1]! * y + r[2]! * z;
    into[p + 1] = r[3]! * x + r[4]! * y + r[5]! * z;
    into[p + 2] = r[6]! * x + r[7]! * y + r[8]! * z;
  }
  return into;
}
