/** Scenes to put hair in: the generic head, bald, under a light and before a background. */
import { harmonics, irradiance } from '../../dist/augment/hair/harmonics.js';
import { renderHead } from '../../dist/augment/hair/raster/head.js';
import { encodedOf } from '../../dist/augment/hair/srgb.js';

/** Light from the front, the sides, above, below and their corners; x right, y up, z towards the viewer. */
export const DIRECTIONS = [
  [0, 0.2, 1],
  [0.8, 0.2, 0.6],
  [-0.8, 0.2, 0.6],
  [0, 0.9, 0.5],
  [0, -0.5, 0.8],
  [0.6, 0.7, 0.4],
  [-0.6, 0.7, 0.4],
  [1, 0.1, 0.1],
];

/** Encoded colours at the top and at the bottom, [-1, 1]. */
export const BACKGROUNDS = [
  [
    [-0.9, -0.9, -0.9],
    [-0.9, -0.9, -0.9],
  ],
  [
    [0.95, 0.95, 0.95],
    [0.95, 0.95, 0.95],
  ],
  [
    [0, 0, 0],
    [-0.2, -0.2, -0.2],
  ],
  [
    [0.5, -0.6, -0.6],
    [0.2, -0.8, -0.8],
  ],
  [
    [-0.6, 0.1, -0.6],
    [-0.8, -0.3, -0.8],
  ],
  [
    [-0.5, -0.2, 0.6],
    [-0.8, -0.6, 0.1],
  ],
  [
    [0.7, 0.4, -0.1],
    [-0.1, -0.4, -0.7],
  ],
  [
    [0.9, 0.95, 1],
    [-0.7, -0.7, -0.6],
  ],
];

const AMBIENT = 0.3;
const KEY = 0.6;
/** Harmonics of a clamped cosine by order 2, per harmonic of its direction. */
const COSINE = [1 / 4, 1 / 2, 1 / 2, 1 / 2, 15 / 16, 15 / 16, 5 / 64, 15 / 16, 15 / 64];
const SKIN = [0.63, 0.3, 0.19];

/** A lamp and ambient light, white. @returns {import('../../dist/augment/hair/types.js').Light} */
export function lightFrom(towards) {
  const length = Math.hypot(...towards);
  const direction = towards.map((v) => v / length);
  const basis = new Float64Array(9);
  harmonics(...direction, basis);
  const sh = Float32Array.from({ length: 27 }, (_, i) => {
    const k = Math.floor(i / 3);
    return KEY * COSINE[k] * basis[k] + (k === 0 ? AMBIENT : 0);
  });
  return { sh, direction, key: [KEY, KEY, KEY], albedo: SKIN };
}

/** The generic head, seen from the front. */
export function frontal(head, size) {
  const camera = {
    rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    scale: size / 42,
    x: size / 2,
    y: size * 0.42,
    distance: 120,
  };
  const displacement = new Float32Array(24);
  const warp = { size: [2, 2, 2], origin: [-50, -50, -50], step: 100, displacement };
  const { positions, normals } = head;
  const fitted = { camera, warp, positions, normals, residual: 0, yaw: 0, pitch: 0, roll: 0 };
  return { fitted, raster: renderHead(fitted, head, size, size) };
}

/** The head in its own skin before a background. */
export function paintScene(raster, light, [top, bottom]) {
  const { width, height, normal, triangle } = raster;
  const n = width * height;
  const data = new Float32Array(3 * n);
  const person = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    person[i] = triangle[i] >= 0 ? 1 : 0;
    const down = Math.floor(i / width) / (height - 1);
    for (let c = 0; c < 3; c++) {
      data[c * n + i] = person[i]
        ? encodedOf(light.albedo[c] * irradiance(light, normal[i], normal[n + i], normal[2 * n + i], c))
        : top[c] + (bottom[c] - top[c]) * down;
    }
  }
  const plane = { data: person, width, height };
  return {
    before: { data, width, height },
    regions: { skin: plane, person: plane, hair: { ...plane, data: new Float32Array(n) } },
  };
}
