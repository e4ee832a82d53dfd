import { expect, it } from 'vitest';
import { distanceTo } from '../../src/image/distance.js';
import golden from '../fixtures/filters.json' with { type: 'json' };
import { maxDifference } from './planes.js';

it('is the exact Euclidean distance, as scipy.ndimage.distance_transform_edt', () => {
  const set = Uint8Array.from({ length: 63 }, (_, i) => (i % 17 === 3 ? 1 : 0));
  expect(maxDifference(distanceTo(set, 7, 9).data, golden.distance)).toBeLessThan(2e-6);
});

it('is far everywhere when nothing is set', () => {
  expect(distanceTo(new Uint8Array(6), 3, 2).data.every((d) => d >= 1e6)).toBe(true);
});
