import { describe, expect, it } from 'vitest';
import { whitening } from '../../src/latent/whiten.js';
import { streamOf } from '../../src/random.js';
import { cosine, normals } from './golden.js';

// w = (2·a, a + 0.5·b): covariance [[4, 2], [2, 1.25]], Cholesky factor [[2, 0], [1, 0.5]] by hand.
const random = streamOf(3, 0, 'whiten');
const samples = Array.from({ length: 20_000 }, () => {
  const [a, b] = normals(2, random);
  return Float32Array.of(7 + 2 * a!, a! + 0.5 * b!);
});

describe('whitening', () => {
  const white = whitening(samples);

  it('makes the samples vary alike, within the shrinkage of 2 %', () => {
    const x = samples.map((w) => white.apply(w));
    const moment = (f: (v: Float32Array) => number): number => x.reduce((sum, v) => sum + f(v), 0) / x.length;
    expect(moment((v) => v[0]!)).toBeCloseTo(0, 4);
    expect(Math.abs(moment((v) => v[0]! ** 2) - 1)).toBeLessThan(0.05);
    expect(Math.abs(moment((v) => v[1]! ** 2) - 1)).toBeLessThan(0.25);
    expect(Math.abs(moment((v) => v[0]! * v[1]!))).toBeLessThan(0.1);
  });

  it('brings (1, 0) back to the first column of the factor, (2, 1), at unit length', () => {
    const direction = white.direction(Float32Array.of(1, 0));
    expect(cosine(direction, [2, 1])).toBeGreaterThan(0.999);
    expect(Math.hypot(...direction)).toBeCloseTo(1, 5);
  });
});
