import { describe, expect, it } from 'vitest';
import { type Direction, distance, move } from '../../src/latent/direction.js';
import { alike, hasRows, rowLength, toUnit } from '../../src/latent/normals.js';
import { maxDifference } from './golden.js';

const shape = { numWs: 3, wDim: 2 };
// Rows of lengths 5, 0 and 13.
const rows = Float32Array.of(3, 4, 0, 0, 5, 12);
const along = (normal: Float32Array, layers: readonly [number, number]): Direction => ({
  name: 'd',
  normal,
  intercept: 1,
  layers,
  range: [-1, 1],
});

describe('normals with a row a layer', () => {
  it('are told by their size', () => {
    expect([hasRows(rows, shape), hasRows(Float32Array.of(1, 0), shape)]).toEqual([true, false]);
    expect(() => hasRows(new Float32Array(4), shape)).toThrow('a normal of 4 values');
  });

  it('have the length of their rows, by mean square, on the layers that are moved', () => {
    expect(rowLength(rows, shape, [0, 1])).toBeCloseTo(5, 6);
    expect(rowLength(rows, shape, [0, 3])).toBeCloseTo(Math.sqrt((25 + 169) / 3), 6);
    expect(rowLength(Float32Array.of(3, 4), shape, [1, 3])).toBeCloseTo(5, 6);
  });

  it('keep the proportions of their rows when brought to unit length', () => {
    const unit = toUnit(rows, shape, [0, 3]);
    expect(rowLength(unit, shape, [0, 3])).toBeCloseTo(1, 6);
    expect(unit[4]! / unit[0]!).toBeCloseTo(5 / 3, 5);
  });

  it('are what a vector is when their rows are equal', () => {
    const [vector, repeated] = alike([Float32Array.of(0.6, 0.8), rows], shape);
    expect(maxDifference(vector!, [0.6, 0.8, 0.6, 0.8, 0.6, 0.8])).toBeLessThan(1e-7);
    expect(repeated).toBe(rows);
    const ws = Float32Array.of(1, 2, 3, 4, 5, 6);
    const moved = move(ws, along(Float32Array.of(0.6, 0.8), [1, 3]), 2, shape);
    expect(move(ws, along(vector!, [1, 3]), 2, shape)).toEqual(moved);
    expect(alike([Float32Array.of(1, 0), Float32Array.of(0, 1)], shape).map((v) => v.length)).toEqual([2, 2]);
  });

  it('move each layer by its own row, and no layer outside', () => {
    expect([...move(new Float32Array(6), along(rows, [0, 2]), 2, shape)]).toEqual([6, 8, 0, 0, 0, 0]);
  });

  it('grow the distance by the strength of a move', () => {
    const direction = along(toUnit(rows, shape, [0, 3]), [0, 3]);
    const ws = Float32Array.of(1, 2, 3, 4, 5, 6);
    const before = distance(ws, direction, shape);
    // (3·1 + 4·2 + 5·5 + 12·6) / 3 / √(194/3), plus the intercept.
    expect(before).toBeCloseTo(108 / 3 / Math.sqrt(194 / 3) + 1, 5);
    expect(distance(move(ws, direction, 2.5, shape), direction, shape) - before).toBeCloseTo(2.5, 4);
  });
});
