import { expect, test } from 'vitest';
import { meanLength } from '../../../src/augment/hair/length.js';

test('the mean over strands of their way, not of the distance of their ends', () => {
  // 3 + 4 along two edges of a triangle, and 1 in depth.
  const points = Float32Array.from([0, 0, 0, 3, 0, 0, 3, 4, 0, 5, 5, 5, 5, 5, 6]);
  expect(meanLength({ points, first: Uint32Array.from([0, 3, 5]) })).toBeCloseTo(4, 6);
  expect(meanLength({ points: new Float32Array(0), first: Uint32Array.from([0]) })).toBe(0);
});
