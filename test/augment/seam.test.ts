import { expect, it } from 'vitest';
import { seam } from '../../src/augment/seam.js';
import type { Plane } from '../../src/pair.js';
import { paint } from '../image/planes.js';

const half: Plane = { data: Float32Array.from({ length: 64 }, (_, i) => (i % 8 < 4 ? 0 : 1)), width: 8, height: 8 };
const dark = paint(8, 8, () => 0);
const light = paint(8, 8, () => 0.2);

it('is the step that neither source has', () => {
  const pasted = paint(8, 8, (_, x) => (x < 4 ? 0 : 0.2));
  expect(seam(dark, light, pasted, half)).toBeCloseTo(0.2 * 127.5, 3);
});

it('does not count an edge that a source has there itself', () => {
  const edge = paint(8, 8, (_, x) => (x < 4 ? 0 : 0.15));
  const fused = paint(8, 8, (_, x) => (x < 4 ? 0 : 0.2));
  expect(seam(edge, light, fused, half)).toBeCloseTo(0.05 * 127.5, 3);
});

it('does not look beyond the join', () => {
  const noisy = paint(8, 8, (_, x) => (x === 1 ? 1 : 0));
  expect(seam(dark, dark, noisy, half)).toBe(0);
});

it('is absent where there is no join', () => {
  expect(seam(dark, light, light, { ...half, data: new Float32Array(64).fill(1) })).toBeUndefined();
});
