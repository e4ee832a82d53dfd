import { describe, expect, it } from 'vitest';
import {
  collapse,
  expand,
  gaussianPyramid,
  laplacianPyramid,
  pyramidBlend,
  reduce,
} from '../../src/augment/pyramid.js';
import type { Plane } from '../../src/pair.js';
import { maxDifference, paint, ramp, rampPlane } from '../image/planes.js';

describe('laplacianPyramid', () => {
  it.each([
    [16, 16, 3],
    [17, 5, 4],
    [1, 9, 2],
  ])('of %d × %d px collapses to what it was made of', (width, height, levels) => {
    const pyramid = laplacianPyramid(rampPlane(width, height), levels);
    expect(pyramid).toHaveLength(levels + 1);
    expect(pyramid[1]).toMatchObject({ width: Math.ceil(width / 2), height: Math.ceil(height / 2) });
    expect(maxDifference(collapse(pyramid).data, rampPlane(width, height).data)).toBeLessThan(1e-6);
  });
});

describe('reduce and expand', () => {
  const dot: Plane = { data: Float32Array.from({ length: 49 }, (_, i) => (i === 24 ? 256 : 0)), width: 7, height: 7 };

  it('weighs by [1 4 6 4 1] / 16', () => {
    // The dot lies at the odd pixel (3, 3), between the kept pixels 2 and 4.
    expect([...reduce(dot).data.subarray(4, 8)]).toEqual([0, 16, 16, 0]);
    expect(reduce({ ...dot, data: new Float32Array(49).fill(2) }).data).toEqual(new Float32Array(16).fill(2));
  });

  it('spreads by the same kernel', () => {
    const one: Plane = { data: Float32Array.of(0, 64, 0, 0), width: 4, height: 1 };
    // One row: up and down it meets only itself.
    expect([...expand(one, 8, 1).data]).toEqual([8, 32, 48, 32, 8, 0, 0, 0]);
  });
});

describe('pyramidBlend', () => {
  const a = { data: ramp(3 * 20 * 12), width: 20, height: 12 };
  const b = { ...a, data: a.data.map((v) => v * v) };
  const mask = (data: Float32Array): Plane => ({ data, width: 20, height: 12 });

  it('is one or the other where the mask is whole', () => {
    const none = gaussianPyramid(mask(new Float32Array(240)), 2);
    const all = gaussianPyramid(mask(new Float32Array(240).fill(1)), 2);
    expect(pyramidBlend(a, b, none).data).toEqual(a.data);
    expect(maxDifference(pyramidBlend(a, b, all).data, b.data)).toBeLessThan(1e-6);
  });

  it('joins light over a wider band than the mask', () => {
    const [black, white] = [-1, 1].map((v) => paint(20, 12, () => v)) as [typeof a, typeof a];
    const half = mask(Float32Array.from({ length: 240 }, (_, i) => (i % 20 < 10 ? 0 : 1)));
    const row = [...pyramidBlend(black, white, gaussianPyramid(half, 2)).data.subarray(100, 120)];
    expect(row[7]).toBeGreaterThan(-0.95);
    expect(row[12]).toBeLessThan(0.95);
    expect(row[0]).toBeCloseTo(-1, 2);
    expect(row[19]).toBeCloseTo(1, 2);
  });
});
