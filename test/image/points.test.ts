import { expect, test } from 'vitest';
import { centroid } from '../../src/image/points.js';

test('the centroid is that of the points named, each as often as it is', () => {
  const points = Float32Array.from([0, 0, 4, 2, 8, 10, 100, 100]);
  expect(centroid(points, [0, 1, 2])).toEqual([4, 4]);
  expect(centroid(points, [1])).toEqual([4, 2]);
  expect(centroid(points, [0, 0, 0, 1])).toEqual([1, 0.5]);
});
