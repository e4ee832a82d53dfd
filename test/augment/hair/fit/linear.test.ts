import { expect, it } from 'vitest';
import { solveSpd } from '../../../../src/augment/hair/fit/linear.js';

it('solves two right-hand sides at once', () => {
  // [[4, 2], [2, 3]] · [[1, 0], [-1, 2]] = [[2, 4], [-1, 6]]
  const b = Float64Array.of(2, 4, -1, 6);
  expect(solveSpd(Float64Array.of(4, 2, 2, 3), b, 2, 2)).toBe(true);
  for (const [i, value] of [1, 0, -1, 2].entries()) expect(b[i]).toBeCloseTo(value, 12);
});

it('says so when a matrix is not positive definite', () => {
  expect(solveSpd(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2)).toBe(false);
});
