import { describe, expect, it } from 'vitest';
import { correlations, type Direction, distance, move } from '../../src/latent/direction.js';
import { golden, goldenMissing, maxDifference, rowsOf } from './golden.js';

const shape = { numWs: 3, wDim: 2 };
const direction: Direction = {
  name: 'age',
  attribute: 'age',
  normal: Float32Array.of(0.6, -0.8),
  intercept: 1,
  layers: [0, 2],
  range: [-5, 5],
};
const ws = Float32Array.of(1, 2, 3, 4, 5, 6);

describe('move', () => {
  it('adds strength · normal to the layers of the direction, in a copy', () => {
    expect(maxDifference(move(ws, direction, 10, shape), [7, -6, 9, -4, 5, 6])).toBeLessThan(1e-5);
    expect([...ws]).toEqual([1, 2, 3, 4, 5, 6]);
  });

  it('moves other layers when told', () => {
    expect(maxDifference(move(ws, direction, -10, shape, [2, 3]), [1, 2, 3, 4, -1, 14])).toBeLessThan(1e-5);
  });

  it('refuses layers that the generator lacks', () => {
    const usage = expect.objectContaining({ code: 'E_USAGE' });
    expect(() => move(ws, direction, 1, shape, [1, 4])).toThrow(usage);
    expect(() => move(ws, direction, 1, shape, [2, 2])).toThrow('received [2, 2)');
  });

  it('walks W+ like linear_interpolate', ({ skip }) => {
    skip(...goldenMissing);
    const start = golden('interp_wplus_in');
    const wide = { numWs: 8, wDim: 512 };
    const along = { ...direction, normal: golden('projected_attr0_c2'), layers: [0, 8] as const };
    rowsOf(golden('interp_wplus_out'), 8 * 512).forEach((expected, i) => {
      expect(maxDifference(move(start, along, -3 + (6 * i) / 9, wide), expected)).toBeLessThan(1e-6);
    });
  });
});

describe('distance', () => {
  it('is the mean signed distance over the layers', () => {
    // Layers 0 and 1: 0.6 − 1.6 = −1 and 1.8 − 3.2 = −1.4; their mean −1.2, plus the intercept.
    expect(distance(ws, direction, shape)).toBeCloseTo(-0.2, 6);
    expect(distance(ws, direction, shape, [2, 3])).toBeCloseTo(3 - 4.8 + 1, 6);
  });

  it('grows by the strength of a move', () => {
    expect(distance(move(ws, direction, 2.5, shape), direction, shape)).toBeCloseTo(2.3, 5);
  });

  it('gives with move what linear_interpolate does to z: absolute distances', ({ skip }) => {
    skip(...goldenMissing);
    const start = golden('interp_z_in');
    const wide = { numWs: 1, wDim: 512 };
    const along = { ...direction, normal: golden('attr0_case0_boundary'), intercept: 0, layers: [0, 1] as const };
    rowsOf(golden('interp_z_out'), 512).forEach((expected, i) => {
      const strength = -3 + (6 * i) / 9 - distance(start, along, wide);
      expect(maxDifference(move(start, along, strength, wide), expected)).toBeLessThan(1e-5);
    });
  });
});

describe('correlations', () => {
  it('is the matrix of cosines', () => {
    const matrix = correlations([{ normal: Float32Array.of(2, 0) }, { normal: Float32Array.of(3, 4) }, direction]);
    expect(matrix.map((row) => row.map((v) => Number(v.toFixed(6))))).toEqual([
      [1, 0.6, 0.6],
      [0.6, 1, -0.28],
      [0.6, -0.28, 1],
    ]);
  });
});
