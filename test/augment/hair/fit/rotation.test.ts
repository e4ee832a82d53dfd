import { expect, it } from 'vitest';
import { anglesOf, rotationOf, turn } from '../../../../src/augment/hair/fit/rotation.js';
import { poseOf } from '../../../../src/faces/pose.js';
import golden from '../../../fixtures/hair_fit.json' with { type: 'json' };

const ANGLES = { yaw: 25, pitch: -7, roll: 12 };

it('is scipy’s rotation', () => {
  const rotation = rotationOf(ANGLES);
  for (const [i, value] of golden.turned.rotation.entries()) expect(rotation[i]).toBeCloseTo(value, 12);
});

it('has the signs of the poses that faces are read with', () => {
  const r = rotationOf(ANGLES);
  const columns = [r[0], r[3], r[6], 0, r[1], r[4], r[7], 0, r[2], r[5], r[8], 0, 0, 0, 0, 1] as number[];
  const pose = poseOf(columns);
  for (const name of ['yaw', 'pitch', 'roll'] as const) {
    expect(pose[name]).toBeCloseTo(ANGLES[name], 9);
    expect(anglesOf(r)[name]).toBeCloseTo(ANGLES[name], 9);
  }
});

it('turns by a vector as scipy does, and by nothing not at all', () => {
  const rotation = rotationOf(ANGLES);
  const turned = turn(rotation, 0.1, -0.2, 0.3);
  for (const [i, value] of golden.turned.turned.entries()) expect(turned[i]).toBeCloseTo(value, 12);
  expect(turn(rotation, 0, 0, 0)).toEqual(rotation);
});
