import { expect, it } from 'vitest';
import { DISTANCE, project, viewNormals } from '../../../../src/augment/hair/fit/camera.js';
import { rotationOf } from '../../../../src/augment/hair/fit/rotation.js';
import type { Camera } from '../../../../src/augment/hair/types.js';
import golden from '../../../fixtures/hair_fit.json' with { type: 'json' };

const straight: Camera = {
  rotation: rotationOf({ yaw: 0, pitch: 0, roll: 0 }),
  scale: 10,
  x: 100,
  y: 50,
  distance: 110,
};

it('puts the origin at its place, and what is nearer farther out', () => {
  // k = 10 · 110 / (110 - 10) = 11 px per cm at z 10.
  expect([...project(straight, Float32Array.of(0, 0, 0, 2, 3, 10))]).toEqual([100, 50, 0, 122, 17, 10]);
});

it('turns the nose to the right for yaw 90', () => {
  const [x, y, depth] = project(
    { ...straight, rotation: rotationOf({ yaw: 90, pitch: 0, roll: 0 }) },
    Float32Array.of(0, 0, 8),
  );
  expect([x, y]).toEqual([180, 50]);
  expect(depth).toBeCloseTo(0);
});

it('sees what numpy sees', () => {
  const [yaw, pitch, roll, scale, x, y] = golden.seen.camera as [number, number, number, number, number, number];
  const camera = { rotation: rotationOf({ yaw, pitch, roll }), scale, x, y, distance: DISTANCE };
  const px = project(camera, Float32Array.from(golden.points)).filter((_, i) => i % 3 !== 2);
  for (const [i, value] of golden.seen.px.entries()) expect(px[i]).toBeCloseTo(value, 3);
});

it('writes where it is told, also over its input', () => {
  const points = Float32Array.of(2, 3, 10);
  expect(project(straight, points, points)).toBe(points);
  expect([...points]).toEqual([122, 17, 10]);
});

it('turns normals without moving them', () => {
  const camera = { ...straight, rotation: rotationOf({ yaw: 90, pitch: 0, roll: 0 }) };
  const [x, y, z] = viewNormals(camera, Float32Array.of(0, 0, 1));
  expect([x, y]).toEqual([1, 0]);
  expect(z).toBeCloseTo(0);
});
