import { describe, expect, it } from 'vitest';
import { project } from '../../../../src/augment/hair/fit/camera.js';
import { type Belief, solvePose } from '../../../../src/augment/hair/fit/pose.js';
import { anglesOf, rotationOf } from '../../../../src/augment/hair/fit/rotation.js';
import golden from '../../../fixtures/hair_fit.json' with { type: 'json' };

const model = Float32Array.from(golden.points);
const weight = new Float32Array(model.length / 3).fill(1);
const plain: Belief = { basis: [], deviation: [], noise: 0.1, worth: 12, outlier: 1e9 };

const seenAt = (yaw: number, pitch = 5, points = model): Float32Array => {
  const camera = { rotation: rotationOf({ yaw, pitch, roll: -8 }), scale: 9, x: 120, y: 130, distance: 110 };
  return project(camera, points).filter((_, i) => i % 3 !== 2);
};

describe.each(golden.poses)('points seen with noise at yaw $truth.0', ({ seen, found }) => {
  it('gives the camera that scipy finds', () => {
    const { camera } = solvePose({ model, seen: Float32Array.from(seen), weight }, plain);
    const { yaw, pitch, roll } = anglesOf(camera.rotation);
    const [y, p, r, scale, px, py] = found as [number, number, number, number, number, number];
    expect(yaw).toBeCloseTo(y, 2);
    expect(pitch).toBeCloseTo(p, 2);
    expect(roll).toBeCloseTo(r, 2);
    expect(camera.scale).toBeCloseTo(scale, 3);
    expect(camera.x).toBeCloseTo(px, 2);
    expect(camera.y).toBeCloseTo(py, 2);
  });
});

it.each([-30, 0, 30])('is exact without noise at yaw %d', (yaw) => {
  const found = anglesOf(solvePose({ model, seen: seenAt(yaw), weight }, plain).camera.rotation);
  expect(found.yaw).toBeCloseTo(yaw, 3);
  expect(found.pitch).toBeCloseTo(5, 3);
  expect(found.roll).toBeCloseTo(-8, 3);
});

it('keeps the nose in front with five points that are almost in one plane', () => {
  const five = Float32Array.of(-2.9, -2.5, 8, 2.9, -2.5, 8, 0, -6, 11.35, -1.8, -9, 9.7, 1.8, -9, 9.7);
  for (const yaw of [-30, -15, 15, 30]) {
    const points = { model: five, seen: seenAt(yaw, 0, five), weight: weight.slice(0, 5) };
    expect(anglesOf(solvePose(points, plain).camera.rotation).yaw).toBeCloseTo(yaw, 2);
  }
});

it('is hardly moved by one landmark that is far off', () => {
  const seen = seenAt(20);
  seen[22]! += 30;
  const error = (outlier: number): number =>
    Math.abs(anglesOf(solvePose({ model, seen, weight }, { ...plain, outlier }).camera.rotation).yaw - 20);
  expect(error(0.2)).toBeLessThan(1);
  expect(error(0.2)).toBeLessThan(error(1e9) / 3);
});

it('tells a wider head from a turned one', () => {
  const wide = model.map((value, i) => (i % 3 === 0 ? value * 1.08 : value));
  const basis = [Float64Array.from(model, (value, i) => (i % 3 === 0 ? value : 0))];
  const belief = { ...plain, noise: 0.001, basis, deviation: [0.06] };
  const { camera, coefficients } = solvePose({ model, seen: seenAt(20, 5, wide), weight }, belief);
  expect(coefficients[0]).toBeCloseTo(0.08, 3);
  expect(anglesOf(camera.rotation).yaw).toBeCloseTo(20, 1);
});

it('leans towards the front as far as it is told to', () => {
  const points = { model, seen: seenAt(20), weight };
  const yaw = (deviation: number): number =>
    anglesOf(solvePose(points, { ...plain, noise: 1, angles: { yaw: deviation, pitch: 90 } }).camera.rotation).yaw;
  expect(yaw(1000)).toBeCloseTo(20, 1);
  expect(yaw(5)).toBeLessThan(19);
  expect(yaw(5)).toBeGreaterThan(5);
});
