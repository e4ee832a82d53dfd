import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitDomain, inDomain } from '../../../src/filter/domain/domain.js';
import { fitGaussian, mahalanobis } from '../../../src/filter/domain/gaussian.js';
import { streamOf } from '../../../src/random.js';

interface Golden {
  readonly samples: number[][];
  readonly queries: number[][];
  readonly distances: number[];
}

const golden = JSON.parse(readFileSync(new URL('../../fixtures/domain.json', import.meta.url), 'utf8')) as Golden;

/** n points of a plane, standard normal in both directions, the second squeezed to a tenth. */
function cloud(n: number, seed: number): Float32Array[] {
  const random = streamOf(seed, 0, 'test');
  return Array.from({ length: n }, () => {
    const length = Math.sqrt(-2 * Math.log(1 - random()));
    const angle = 2 * Math.PI * random();
    return Float32Array.of(length * Math.cos(angle), 0.1 * length * Math.sin(angle));
  });
}

describe('fitGaussian', () => {
  it("agrees with scikit-learn's LedoitWolf on standardised samples (test/fixtures/domain.py)", () => {
    const gaussian = fitGaussian(golden.samples.map((x) => Float32Array.from(x)));
    golden.queries.forEach((query, i) => {
      expect(mahalanobis(gaussian, Float32Array.from(query))).toBeCloseTo(golden.distances[i]!, 4);
    });
  });

  it('leaves a dimension out that does not vary', () => {
    const gaussian = fitGaussian(
      [
        [0, 5],
        [2, 5],
        [4, 5],
      ].map((x) => Float32Array.from(x)),
    );
    const at = (x: number, y: number): number => mahalanobis(gaussian, Float32Array.of(x, y));
    expect(at(4, 5)).toBe(at(4, 999));
    expect(at(2, 5)).toBe(0);
  });

  it('calls a feature that is no number infinitely far', () => {
    const gaussian = fitGaussian(cloud(20, 1));
    expect(mahalanobis(gaussian, Float32Array.of(Number.NaN, 0))).toBe(Infinity);
  });
});

describe('fitDomain', () => {
  it('finds about the asked share of unseen pictures outside', () => {
    const domain = fitDomain(cloud(2000, 1), 0.05);
    const outside = cloud(4000, 2).filter((x) => !inDomain(domain, x).inside).length / 4000;
    expect(outside).toBeGreaterThan(0.035);
    expect(outside).toBeLessThan(0.065);
  });

  it('measures by how the references vary', () => {
    const domain = fitDomain(cloud(500, 1));
    expect(inDomain(domain, Float32Array.of(1.5, 0))).toMatchObject({ inside: true });
    const across = inDomain(domain, Float32Array.of(0, 1.5));
    expect(across.inside).toBe(false);
    expect(across.distance).toBeGreaterThan(4);
  });

  it('takes as its threshold the largest distance of 100 for a rate of 1 %', () => {
    const features = cloud(100, 3);
    const distances = features.map((x, i) => mahalanobis(fitGaussian(features.filter((_, k) => k % 5 !== i % 5)), x));
    expect(fitDomain(features, 0.01).threshold).toBe(Math.max(...distances));
  });

  it('refuses fewer references than its rate can be read from', () => {
    expect(() => fitDomain(cloud(99, 1), 0.01)).toThrow(/more than 99/);
  });
});
