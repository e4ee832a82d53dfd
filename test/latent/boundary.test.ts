import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitBoundary, splitExtremes } from '../../src/latent/boundary.js';
import { streamOf } from '../../src/random.js';
import { cosine, golden, goldenMissing, normals, rowsOf } from './golden.js';

const { boundary: expected } = JSON.parse(
  readFileSync(new URL('../fixtures/latent.json', import.meta.url), 'utf8'),
) as {
  boundary: {
    rows: number[][];
    scores: number[];
    ratio: number;
    chosen: number;
    coef: number[];
    intercept: number;
    remaining: number;
  };
};

describe('fitBoundary', () => {
  const latents = expected.rows.map((row) => Float32Array.from(row));
  const scores = Float64Array.from(expected.scores);

  it('agrees with InterFaceGAN retold in numpy and sklearn', () => {
    const fitted = fitBoundary(latents, scores, { ratio: expected.ratio, split: 1, seed: 0 });
    const length = Math.hypot(...expected.coef);
    expect(fitted.chosen).toBe(expected.chosen);
    expect(cosine(fitted.normal, expected.coef)).toBeGreaterThan(0.99999);
    expect(Math.hypot(...fitted.normal)).toBeCloseTo(1, 6);
    expect(Math.abs(fitted.intercept - expected.intercept / length)).toBeLessThan(0.005);
    expect(fitted.remainingAccuracy).toBeCloseTo(expected.remaining, 10);
    expect(fitted.validationAccuracy).toBeNaN();
  });

  it('finds a known plane away from the origin, with its intercept', () => {
    // Scores are the signed distance to the plane x·u = 3 around which latents lie.
    const random = streamOf(3, 0, 'test');
    const u = [0.6, 0, -0.8, 0];
    const rows = Array.from({ length: 2000 }, () => normals(4, random).map((v, k) => v + 3 * u[k]!));
    const distances = Float32Array.from(rows, (row) => row.reduce((sum, v, k) => sum + v * u[k]!, -3));
    const fitted = fitBoundary(rows, distances, { ratio: 0.2, seed: 0 });
    expect(cosine(fitted.normal, u)).toBeGreaterThan(0.99);
    expect(Math.abs(fitted.intercept + 3)).toBeLessThan(0.1);
    expect(fitted.validationAccuracy).toBeGreaterThan(0.99);
    expect(fitted.remainingAccuracy).toBeGreaterThan(0.9);
    expect(
      fitBoundary(
        rows,
        distances.map((v) => -v),
        { ratio: 0.2, seed: 0 },
      ).normal[0],
    ).toBeLessThan(0);
  });

  it('leaves out rows that were not scored', () => {
    const holes = Float64Array.from(scores);
    const order = [...scores.keys()].sort((a, b) => scores[b]! - scores[a]!);
    holes[order[0]!] = Number.NaN;
    const { train } = splitExtremes(holes, { ratio: 5, split: 1, seed: 0 });
    expect(new Set(train.indices.slice(0, 5))).toEqual(new Set(order.slice(1, 6)));
  });

  it('refuses scores that do not vary', () => {
    const flat = new Float64Array(scores.length).fill(0.5);
    expect(() => fitBoundary(latents, flat, { seed: 0 })).toThrow(expect.objectContaining({ code: 'E_USAGE' }));
  });

  it('reproduces the golden boundary that trains on every chosen row', ({ skip }) => {
    skip(...goldenMissing);
    const codes = rowsOf(golden('latent_codes'), 512);
    const fitted = fitBoundary(codes, golden('attr0_case1_scores'), { ratio: 0.02, split: 1, seed: 0 });
    expect(fitted.chosen).toBe(40);
    expect(cosine(fitted.normal, golden('attr0_case1_boundary'))).toBeGreaterThan(0.9999);
  });

  it('is as accurate as sklearn on other shuffles of the golden rows', ({ skip }) => {
    skip(...goldenMissing);
    // sklearn over 12 shuffles (test/fixtures/latent.py with the folder): validation 0.908 ± 0.032 on 120 rows,
    // remaining 0.698 ± 0.010 on 1600. Three standard deviations either way.
    const codes = rowsOf(golden('latent_codes'), 512);
    const fitted = fitBoundary(codes, golden('attr0_case0_scores'), { ratio: 0.1, seed: 0 });
    expect(fitted.chosen).toBe(200);
    expect(Math.abs(fitted.validationAccuracy - 0.908)).toBeLessThan(0.096);
    expect(Math.abs(fitted.remainingAccuracy - 0.698)).toBeLessThan(0.03);
    // Of its 280 training rows about 70 % are the golden's too.
    expect(cosine(fitted.normal, golden('attr0_case0_boundary'))).toBeGreaterThan(0.7);
  });
});

describe('splitExtremes', () => {
  const scores = Float64Array.from({ length: 100 }, (_, i) => (i * 37) % 100);
  const sorted = (rows: Iterable<number>): number[] => [...rows].map((i) => scores[i]!).sort((a, b) => a - b);

  it('takes a share up to 1 and a count beyond, never more than half', () => {
    const chosen = (ratio: number): number => splitExtremes(scores, { ratio, seed: 0 }).chosen;
    expect([chosen(0.1), chosen(0.29), chosen(7), chosen(80), chosen(1)]).toEqual([10, 28, 7, 50, 50]);
  });

  it('puts each row in one part, with the label of its end', () => {
    const { train, validation, remaining } = splitExtremes(scores, { ratio: 10, split: 0.7, seed: 1 });
    expect([...train.labels]).toEqual([...Array(7).fill(1), ...Array(7).fill(-1)]);
    expect([...validation.labels]).toEqual([1, 1, 1, -1, -1, -1]);
    const top = sorted([...train.indices.slice(0, 7), ...validation.indices.slice(0, 3)]);
    const bottom = sorted([...train.indices.slice(7), ...validation.indices.slice(3)]);
    expect(top).toEqual([90, 91, 92, 93, 94, 95, 96, 97, 98, 99]);
    expect(bottom).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    // The middle of 0 … 99 is 49.5.
    for (let i = 0; i < 80; i++) expect(remaining.labels[i]).toBe(scores[remaining.indices[i]!]! >= 49.5 ? 1 : -1);
  });

  it('depends on the seed alone', () => {
    const first = splitExtremes(scores, { ratio: 10, seed: 1 });
    expect(splitExtremes(scores, { ratio: 10, seed: 1 })).toEqual(first);
    expect(splitExtremes(scores, { ratio: 10, seed: 2 }).train.indices).not.toEqual(first.train.indices);
  });

  it('copes with few: raises a share, stops at scores that count, keeps a row to train and one to validate', () => {
    expect(splitExtremes(scores, { ratio: 0.02, atLeast: 20, seed: 0 }).chosen).toBe(20);
    expect(splitExtremes(scores, { ratio: 0.2, high: 95, seed: 0 }).chosen).toBe(5);
    expect(splitExtremes(scores, { ratio: 0.2, low: 2, seed: 0 }).chosen).toBe(3);
    const { train, validation } = splitExtremes(scores, { ratio: 2, split: 0.1, seed: 0 });
    expect([train.indices.length, validation.indices.length]).toEqual([2, 2]);
    expect(() => splitExtremes(scores, { high: 99, seed: 0 })).toThrow('received 1 at either end');
  });
});
