/** Small scenes for the rasteriser's tests: a ball for a head, lines in the picture, hair on the ball. */
import type { HeadRaster } from '../../../../src/augment/hair/raster/head.js';
import { makeOccluder, type Occluder } from '../../../../src/augment/hair/raster/occluder.js';
import { type Segments, VERTEX } from '../../../../src/augment/hair/raster/segments.js';
import {
  type FittedHead,
  GROWTH_WEIGHTS,
  type GrowthWeight,
  type HeadModel,
  type Light,
  type Strands,
} from '../../../../src/augment/hair/types.js';
import { streamOf } from '../../../../src/random.js';

/** Of the ball, cm. */
export const RADIUS = 8;

/** A ball around the origin, 48 × 24 quadrangles. */
export function ball(): HeadModel {
  const [columns, rows] = [48, 24];
  const normals = new Float32Array(3 * columns * (rows + 1));
  const triangles: number[] = [];
  for (let row = 0; row <= rows; row++) {
    for (let column = 0; column < columns; column++) {
      const [polar, turn] = [(Math.PI * row) / rows, (2 * Math.PI * column) / columns];
      const v = row * columns + column;
      normals.set([Math.sin(polar) * Math.sin(turn), Math.cos(polar), Math.sin(polar) * Math.cos(turn)], 3 * v);
      if (row === rows) continue;
      const right = row * columns + ((column + 1) % columns);
      triangles.push(v, v + columns, right + columns, v, right + columns, right);
    }
  }
  const vertices = normals.length / 3;
  return {
    positions: normals.map((x) => RADIUS * x),
    normals,
    triangles: Uint32Array.from(triangles),
    label: Uint8Array.from({ length: vertices }, (_, v) => (normals[3 * v + 1]! > 0 ? 1 : 2)),
    labels: ['background', 'skin', 'neck'],
    weights: Object.fromEntries(GROWTH_WEIGHTS.map((name) => [name, new Float32Array(vertices)])) as Record<
      GrowthWeight,
      Float32Array
    >,
    mediapipe: new Float32Array(478 * 3),
    five: new Float32Array(15),
  };
}

/** Straight in front of a camera in the middle of a square picture, which is 24 cm wide at the origin. */
export function seen(head: HeadModel, size: number): FittedHead {
  const rotation = Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1);
  return {
    camera: { rotation, scale: size / 24, x: size / 2, y: size / 2, distance: 100 },
    warp: { size: [2, 2, 2], origin: [-20, -20, -20], step: 40, displacement: new Float32Array(24) },
    positions: head.positions,
    normals: head.normals,
    residual: 0,
    yaw: 0,
    pitch: 0,
    roll: 0,
  };
}

/** A key from `direction` and even ambient light, as `Light` has them: max(n · d, 0) to order 2 and a constant. */
export function lamp([x, y, z]: readonly [number, number, number], key: number, ambient: number): Light {
  const terms = [
    ambient + key / 4,
    (key * y) / 2,
    (key * z) / 2,
    (key * x) / 2,
    (key * 15 * x * y) / 16,
    (key * 15 * y * z) / 16,
    (key * 5 * (3 * z * z - 1)) / 64,
    (key * 15 * x * z) / 16,
    (key * 15 * (x * x - y * y)) / 64,
  ];
  return {
    sh: Float32Array.from({ length: 27 }, (_, i) => terms[Math.floor(i / 3)]!),
    direction: [x, y, z],
    key: [key, key, key],
    albedo: [0.45, 0.3, 0.23],
  };
}

/** Hair on the upper half of the ball, combed down over it, 1 to 2 cm off. */
export function cap(count: number, seed = 1): Strands {
  const random = streamOf(seed, 0, 'test-cap');
  const each = 12;
  const points = new Float32Array(3 * each * count);
  for (let s = 0; s < count; s++) {
    const turn = 2 * Math.PI * random();
    const from = Math.acos(1 - 0.9 * random());
    const off = 1 + random();
    for (let i = 0; i < each; i++) {
      const polar = from + (0.5 * i) / (each - 1);
      const radius = RADIUS + off * Math.min(1, i / 3);
      points.set(
        [
          radius * Math.sin(polar) * Math.sin(turn),
          radius * Math.cos(polar),
          radius * Math.sin(polar) * Math.cos(turn),
        ],
        3 * (s * each + i),
      );
    }
  }
  return {
    points,
    first: Uint32Array.from({ length: count + 1 }, (_, s) => s * each),
    radius: new Float32Array(count).fill(0.04),
    region: new Uint8Array(count),
  };
}

/** Nothing, or a wall at one depth over the whole picture. */
export function wallAt(width: number, height: number, depth = -Infinity): Occluder {
  const raster: HeadRaster = {
    width,
    height,
    depth: new Float32Array(width * height).fill(depth),
    normal: new Float32Array(3 * width * height),
    triangle: new Int32Array(width * height).fill(-1),
    barycentric: new Float32Array(2 * width * height),
  };
  return makeOccluder(raster);
}

/** A line through these px positions, all `width` wide, shaded `colour`, as segments. */
export function lineOf(
  positions: readonly (readonly [number, number])[],
  { width = 1, depth = 0, colour = [1, 1, 1] as readonly number[] } = {},
): Segments {
  const n = positions.length;
  const vertex = new Float32Array(n * VERTEX.size);
  positions.forEach(([x, y], v) => {
    vertex.set([x, y, depth, width, 0, ...colour], v * VERTEX.size);
  });
  return {
    vertex,
    vertices: n,
    strand: new Uint32Array(n),
    along: Float32Array.from({ length: n }, (_, v) => v / (n - 1)),
    first: Uint32Array.from({ length: n - 1 }, (_, v) => v),
    count: n - 1,
  };
}
