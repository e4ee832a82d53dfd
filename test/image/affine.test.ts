import { describe, expect, it } from 'vitest';
import { inverse, similarityBetween, warp } from '../../src/image/affine.js';

const close = (values: object) => Object.values(values).map((v: number) => Number(v.toFixed(6)) + 0);

describe('similarityBetween', () => {
  it('finds a quarter turn, a doubling and a move: (x, y) → (10 − 2y, 20 + 2x)', () => {
    const from = [0, 0, 1, 0, 0, 3];
    const to = [10, 20, 10, 22, 4, 20];
    expect(close(similarityBetween(from, to))).toEqual([0, -2, 10, 2, 0, 20]);
  });

  it('takes the least squares where no similarity fits: a square squeezed to half its width keeps three quarters', () => {
    // Σ p̄q / Σ|p|² over the corners (±1, ±1) → (±½, ±1): (½ + 1) / 2.
    const { a, b } = similarityBetween([-1, -1, 1, -1, 1, 1, -1, 1], [-0.5, -1, 0.5, -1, 0.5, 1, -0.5, 1]);
    expect(a).toBeCloseTo(0.75, 12);
    expect(b).toBeCloseTo(0, 12);
  });

  it('is turned round by its inverse', () => {
    const map = { a: 2, b: 1, x: 3, c: -1, d: 4, y: 5 };
    const back = inverse(map);
    const [x, y] = [map.a * 7 + map.b * 11 + map.x, map.c * 7 + map.d * 11 + map.y];
    expect(close([back.a * x + back.b * y + back.x, back.c * x + back.d * y + back.y])).toEqual([7, 11]);
  });
});

describe('warp', () => {
  // Red counts pixels, green and blue are its negative and zero.
  const red = Float32Array.from({ length: 16 }, (_, i) => i);
  const image = {
    data: Float32Array.of(...red, ...red.map((v) => 0 - v), ...new Float32Array(16)),
    width: 4,
    height: 4,
  };
  const whole = { a: 1, b: 0, x: 0, c: 0, d: 1, y: 0 };

  it('gives a picture back under the map that does nothing', () => {
    expect(warp(image, whole, 4, 4)).toEqual(image);
  });

  it('averages what a pixel covers: 2×2 blocks at half the size', () => {
    const { data } = warp(image, { ...whole, a: 2, d: 2 }, 2, 2);
    expect([...data.slice(0, 4)]).toEqual([2.5, 4.5, 10.5, 12.5]);
    expect([...data.slice(4, 8)]).toEqual([-2.5, -4.5, -10.5, -12.5]);
  });

  it('lies between pixels half-way, and repeats the edge beyond it', () => {
    const { data } = warp(image, { ...whole, x: 0.5 }, 4, 1);
    expect([...data.slice(0, 4)]).toEqual([0.5, 1.5, 2.5, 3]);
  });
});
