import { describe, expect, it } from 'vitest';
import { projectOut } from '../../src/latent/condition.js';
import { streamOf } from '../../src/random.js';
import { golden, goldenMissing, maxDifference, normals } from './golden.js';

const random = streamOf(1, 0, 'condition');
const many = Array.from({ length: 6 }, () => normals(32, random));
const dot = (a: Float32Array, b: Float32Array): number => a.reduce((sum, v, k) => sum + v * b[k]!, 0);

describe('projectOut', () => {
  it('takes one condition away by hand', () => {
    // (3, 4, 0) without (1, 0, 0) is (0, 4, 0), whatever the lengths.
    expect(maxDifference(projectOut(Float32Array.of(3, 4, 0), [Float32Array.of(5, 0, 0)]), [0, 1, 0])).toBeLessThan(
      1e-7,
    );
  });

  it('takes two slanted conditions away by hand', () => {
    // (1, 0, 0) and (1, 1, 0) span the plane z = 0; doing one after the other would leave something in it.
    const conditions = [Float32Array.of(1, 0, 0), Float32Array.of(1, 1, 0)];
    expect(maxDifference(projectOut(Float32Array.of(1, 2, -2), conditions), [0, 0, -1])).toBeLessThan(1e-6);
  });

  it.each([1, 2, 3, 5])('is orthogonal to each of %d conditions and of unit length', (count) => {
    const result = projectOut(many[5]!, many.slice(0, count));
    for (const condition of many.slice(0, count)) expect(Math.abs(dot(result, condition))).toBeLessThan(1e-6);
    expect(dot(result, result)).toBeCloseTo(1, 6);
    expect(dot(result, many[5]!)).toBeGreaterThan(0);
  });

  it('only scales a normal without conditions', () => {
    expect(maxDifference(projectOut(Float64Array.of(3, 4), []), [0.6, 0.8])).toBeLessThan(1e-7);
  });

  it('refuses collinear conditions', () => {
    const [a, b, c] = many as [Float32Array, Float32Array, Float32Array];
    const sum = a.map((v, k) => v + 2 * b[k]!);
    const usage = expect.objectContaining({ code: 'E_USAGE' });
    expect(() => projectOut(c, [a, a.map((v) => -2 * v)])).toThrow(usage);
    expect(() => projectOut(c, [a, b, sum])).toThrow('#3');
  });

  it('refuses a normal of which nothing is left', () => {
    const [a, b] = many as [Float32Array, Float32Array];
    expect(() => projectOut(a, [a])).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
    expect(() =>
      projectOut(
        a.map((v, k) => v - b[k]!),
        [a, b],
      ),
    ).toThrow('apart from its conditions');
    expect(() => projectOut(new Float32Array(32), [a])).toThrow('received zeros');
  });

  it('agrees with project_boundary for one, two and three conditions', ({ skip }) => {
    skip(...goldenMissing);
    const boundaries = [0, 1, 2, 3].map((k) => golden(`attr${k}_case0_boundary`));
    for (const count of [1, 2, 3]) {
      const result = projectOut(boundaries[0]!, boundaries.slice(1, 1 + count));
      expect(maxDifference(result, golden(`projected_attr0_c${count}`))).toBeLessThan(1e-6);
    }
  });
});
