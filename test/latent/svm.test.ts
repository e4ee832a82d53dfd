import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fitLinearSvm } from '../../src/latent/svm.js';
import { cosine, golden, goldenMissing, maxDifference, rowsOf } from './golden.js';

interface Case {
  rows: number[][];
  labels: number[];
  coef: number[];
  intercept: number;
  atBound: number;
}
const { svm } = JSON.parse(readFileSync(new URL('../fixtures/latent.json', import.meta.url), 'utf8')) as {
  svm: { mixed: Case; apart: Case };
};
const fit = ({ rows, labels }: Case, options?: Parameters<typeof fitLinearSvm>[2]) =>
  fitLinearSvm(
    rows.map((row) => Float32Array.from(row)),
    Int8Array.from(labels),
    options,
  );

describe('fitLinearSvm', () => {
  it('finds the plane of two points by hand', () => {
    // Half-way between (1, 2) and (3, 2): x = 2, and the margins at ±1 ask for w = (1, 0), b = −2.
    const { normal, intercept } = fitLinearSvm([Float32Array.of(1, 2), Float32Array.of(3, 2)], Int8Array.of(-1, 1), {
      tolerance: 1e-9,
    });
    expect(maxDifference(normal, [1, 0])).toBeLessThan(1e-6);
    expect(intercept).toBeCloseTo(-2, 6);
  });

  it.each(['mixed', 'apart'] as const)('agrees with sklearn SVC on rows %s', (name) => {
    const expected = svm[name];
    const tight = fit(expected, { tolerance: 1e-7, maxEpochs: 20_000 });
    expect(maxDifference(tight.normal, expected.coef)).toBeLessThan(1e-4);
    expect(Math.abs(tight.intercept - expected.intercept)).toBeLessThan(1e-3);
    const loose = fit(expected);
    expect(cosine(loose.normal, expected.coef)).toBeGreaterThan(0.99999);
    expect(Math.abs(loose.intercept - expected.intercept)).toBeLessThan(0.02);
  });

  it('has a case in which the price of the margin matters', () => {
    expect(svm.mixed.atBound).toBeGreaterThan(5);
    expect(cosine(fit(svm.mixed, { c: 0.01 }).normal, svm.mixed.coef)).toBeLessThan(0.999);
  });

  it('does not feel where the origin is', () => {
    const moved = { ...svm.mixed, rows: svm.mixed.rows.map((row) => row.map((v) => v + 64)) };
    const expected = fit(svm.mixed, { tolerance: 1e-6, maxEpochs: 20_000 });
    const { normal, intercept } = fit(moved, { tolerance: 1e-6, maxEpochs: 20_000 });
    expect(maxDifference(normal, expected.normal)).toBeLessThan(1e-4);
    const shift = expected.normal.reduce((sum, v) => sum + 64 * v, 0);
    expect(Math.abs(intercept + shift - expected.intercept)).toBeLessThan(1e-2);
  });

  it('is the same for the same seed, and the same plane for another', () => {
    const first = fit(svm.mixed, { seed: 1 });
    expect(fit(svm.mixed, { seed: 1 })).toEqual(first);
    const other = fit(svm.mixed, { seed: 2 });
    expect(other.normal).not.toEqual(first.normal);
    expect(cosine(other.normal, first.normal)).toBeGreaterThan(0.99999);
  });

  it('says when it stopped early', () => {
    expect(fit(svm.mixed, { maxEpochs: 3 }).epochs).toBe(3);
    expect(fit(svm.mixed).epochs).toBeLessThan(2000);
  });

  it('refuses rows of one label', () => {
    expect(() => fitLinearSvm([Float32Array.of(1)], Int8Array.of(1))).toThrow('both labels');
  });

  it('finds the boundaries of InterFaceGAN on its own training rows', ({ skip }) => {
    skip(...goldenMissing);
    const latents = rowsOf(golden('latent_codes'), 512);
    for (const name of ['attr0_case0', 'attr0_case1', 'attr1_case0', 'attr2_case0', 'attr3_case0']) {
      const rows = Array.from(golden(`${name}_train_indices`), (i) => latents[i]!);
      const labels = Int8Array.from(golden(`${name}_train_labels`), (v) => (v > 0 ? 1 : -1));
      expect(cosine(fitLinearSvm(rows, labels).normal, golden(`${name}_boundary`))).toBeGreaterThan(0.99999);
    }
  });
});
