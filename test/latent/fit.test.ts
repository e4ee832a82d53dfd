import { describe, expect, it } from 'vitest';
import { accuracyOf, splitExtremes } from '../../src/latent/boundary.js';
import { type DirectionSpec, fitDirections } from '../../src/latent/fit.js';
import { streamOf } from '../../src/random.js';
import { cosine, normals } from './golden.js';

// Latents around (2, 2, 0, …). Age is read off (1, 0, 0, …), smile off (0.6, 0.8, 0, …): 0.6 of it comes along with age.
const random = streamOf(8, 0, 'fit');
const ws = Array.from({ length: 3000 }, () => normals(8, random).map((v, k) => v + (k < 2 ? 2 : 0)));
const scores = ws.map((w, i) => ({
  age: 40 + 10 * w[0]!,
  smile: 0.6 * w[0]! + 0.8 * w[1]!,
  ...(i % 2 ? { glasses: w[2]! } : {}),
}));
const specs: DirectionSpec[] = [
  { name: 'age', attribute: 'age', layers: [0, 6] },
  { name: 'smile', attribute: 'smile', given: ['age'], layers: [2, 5] },
  { name: 'glasses', attribute: 'glasses', layers: [0, 3] },
];

describe('fitDirections', () => {
  const fitted = fitDirections({ ws, scores }, specs, { seed: 0, atLeast: 200 });
  const [age, smile, glasses] = fitted as [(typeof fitted)[0], (typeof fitted)[0], (typeof fitted)[0]];

  it('finds each direction, in the order of the specs', () => {
    expect(fitted.map(({ name, layers, conditionedOn }) => [name, layers, conditionedOn])).toEqual([
      ['age', [0, 6], []],
      ['smile', [2, 5], ['age']],
      ['glasses', [0, 3], []],
    ]);
    expect(cosine(age.normal, [1, 0, 0, 0, 0, 0, 0, 0])).toBeGreaterThan(0.98);
    expect(Math.abs(age.intercept + 2)).toBeLessThan(0.2);
    expect(age.accuracy.validation).toBeGreaterThan(0.97);
    // The middle of the range of scores hangs on two extremes, so even the true plane errs: compare with it.
    const rows = splitExtremes(
      Float64Array.from(scores, (all) => all.age),
      { atLeast: 200, seed: 0 },
    );
    const ideal = accuracyOf(ws, rows.remaining, Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0), -2);
    expect(Math.abs(age.accuracy.remaining - ideal)).toBeLessThan(0.05);
  });

  it('holds the given directions still, and puts the plane between the ends', () => {
    // The samples vary alike in all dimensions, so whitening changes next to nothing.
    expect(Math.abs(cosine(smile.normal, age.normal))).toBeLessThan(0.05);
    expect(cosine(smile.normal, [0, 1, 0, 0, 0, 0, 0, 0])).toBeGreaterThan(0.98);
    expect(Math.abs(smile.intercept + 2)).toBeLessThan(0.2);
    // The accuracy is that of the boundary itself, with age's share.
    expect(smile.accuracy.validation).toBeGreaterThan(0.97);
  });

  it('reports the cosine with every other direction', () => {
    expect(Object.keys(smile.correlations)).toEqual(['age', 'glasses']);
    expect(smile.correlations.glasses).toBeCloseTo(cosine(smile.normal, glasses.normal), 6);
    expect(age.correlations.smile).toBeCloseTo(cosine(age.normal, smile.normal), 6);
  });

  it('takes 8 rows a dimension from either end unless told, and fits on the samples that have the score', () => {
    const plain = fitDirections({ ws, scores }, specs, { seed: 0 });
    expect(plain.map((direction) => direction.chosen)).toEqual([64, 64, 64]);
    expect([age.chosen, glasses.chosen]).toEqual([200, 200]);
    expect(cosine(glasses.normal, [0, 0, 1, 0, 0, 0, 0, 0])).toBeGreaterThan(0.98);
    expect(fitDirections({ ws, scores }, specs, { seed: 0, ratio: 300 })[0]!.chosen).toBe(300);
  });

  it('does not depend on the order of the specs', () => {
    const other = fitDirections({ ws, scores }, [specs[1]!, specs[0]!], { seed: 0, atLeast: 200 });
    expect(other[0]!.normal).toEqual(smile.normal);
  });

  it('moves as the samples vary where attributes share dimensions: w = age·(3, 1, 0) + smile·(1, 1, 0) + 0.1·noise', () => {
    const parts = Array.from({ length: 3000 }, () => normals(5, random));
    const mixed = parts.map(([a, s, n0, n1, n2]) =>
      Float32Array.of(3 * a! + s! + 0.1 * n0!, a! + s! + 0.1 * n1!, 0.1 * n2!),
    );
    const both = parts.map(([age, smile]) => ({ age: age!, smile: smile! }));
    const pair = [specs[0]!, specs[1]!].map((spec) => ({ ...spec, given: spec.name === 'age' ? ['smile'] : ['age'] }));
    const [aged, smiling] = fitDirections({ ws: mixed, scores: both }, pair, { seed: 0 });
    expect(cosine(aged!.normal, [3, 1, 0])).toBeGreaterThan(0.995);
    expect(cosine(smiling!.normal, [1, 1, 0])).toBeGreaterThan(0.995);
  });

  it('measures a direction that is known and leaves it as it is', () => {
    const normal = Float32Array.of(0.6, 0.8, 0, 0, 0, 0, 0, 0);
    const [known] = fitDirections({ ws, scores }, [{ ...specs[1]!, given: [], normal }], { seed: 0, atLeast: 200 });
    expect(known!.normal).toEqual(normal);
    // The score is read off this very direction, so a plane across it errs on none of the ends; its middle is at 2 · 1.4.
    expect(known!.accuracy.validation).toBe(1);
    expect(Math.abs(known!.intercept + 2.8)).toBeLessThan(0.2);
  });

  it('names what it cannot find', () => {
    const one = (spec: Partial<DirectionSpec>) => () =>
      fitDirections({ ws, scores }, [{ ...specs[0]!, ...spec }], { seed: 0 });
    expect(one({ attribute: 'beard' })).toThrow('received beard');
    expect(one({ given: ['pose'] })).toThrow('received pose');
    expect(one({ given: ['age'] })).toThrow('received age');
  });
});
