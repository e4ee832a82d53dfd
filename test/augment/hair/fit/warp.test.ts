import { expect, it } from 'vitest';
import { identityWarp, warpPoints } from '../../../../src/augment/hair/fit/warp.js';
import type { Warp } from '../../../../src/augment/hair/types.js';

/** Two nodes a side, 2 cm apart; node (i, j, k) moves by (i, 10 j, 100 k). */
const cube: Warp = {
  size: [2, 2, 2],
  origin: [0, 0, 0],
  step: 2,
  displacement: Float32Array.from({ length: 24 }, (_, n) => {
    const node = Math.floor(n / 3);
    return [node & 1, 10 * ((node >> 1) & 1), 100 * (node >> 2)][n % 3]!;
  }),
};

it('is trilinear between nodes', () => {
  const points = Float32Array.of(0.5, 1, 1.5);
  // A quarter, half and three quarters of the way.
  expect([...warpPoints(cube, points)]).toEqual([0.75, 6, 76.5]);
});

it('takes the nearest node outside', () => {
  const points = Float32Array.of(-50, 2, 99);
  expect([...warpPoints(cube, points)]).toEqual([-50, 12, 199]);
});

it('writes in place, or elsewhere', () => {
  const points = Float32Array.of(2, 2, 2);
  const into = new Float32Array(3);
  expect(warpPoints(cube, points, into)).toBe(into);
  expect([...points]).toEqual([2, 2, 2]);
  expect(warpPoints(cube, points)).toBe(points);
  expect([...points]).toEqual([...into]);
});

it('moves nothing by the identity', () => {
  const points = Float32Array.of(0, 0, 0, 7.3, -13.1, 4.4, 40, -80, -40);
  expect([...warpPoints(identityWarp(), points.slice())]).toEqual([...points]);
});
