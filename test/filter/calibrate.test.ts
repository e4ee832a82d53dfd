import { describe, expect, it } from 'vitest';
import { facesNeeded, impostorThreshold } from '../../src/filter/calibrate.js';

/** Unit vectors in the plane at i degrees: cosines of all pairs are known. */
const fan = (count: number): Float32Array[] =>
  Array.from({ length: count }, (_, i) =>
    Float32Array.of(Math.cos((i * Math.PI) / 180), Math.sin((i * Math.PI) / 180)),
  );
const cosDegrees = (d: number): number => Math.cos((d * Math.PI) / 180);

describe('impostorThreshold', () => {
  it('is the conformal quantile of all cross pairs', () => {
    // 21 vectors: 210 pairs, 21 − d of them d degrees apart. Rank ⌈0.9 · 211⌉ = 190 of 210: the 21st largest.
    // 20 pairs are 1° apart, 19 are 2° apart: the 21st largest cosine is cos 2°.
    const found = impostorThreshold(fan(21), 0.1);
    expect(found.pairs).toBe(210);
    expect(found.threshold).toBeCloseTo(cosDegrees(2), 6);
    expect(found.max).toBeCloseTo(cosDegrees(1), 6);
    let mean = 0;
    for (let d = 1; d <= 20; d++) mean += ((21 - d) * cosDegrees(d)) / 210;
    expect(found.mean).toBeCloseTo(mean, 6);
    // The 106th smallest: 20° to 7° apart are 1 + 2 + … + 14 = 105 pairs.
    expect(found.p50).toBeCloseTo(cosDegrees(6), 6);
  });

  it('lets no more impostors through than the rate, counting a tie as a match', () => {
    const { threshold, pairs } = impostorThreshold(fan(46), 0.01);
    let above = 0;
    for (let d = 1; d < 46; d++) if (cosDegrees(d) > threshold + 1e-6) above += 46 - d;
    expect(above / pairs).toBeLessThanOrEqual(0.01);
  });

  it('says how many faces are missing', () => {
    expect(() => impostorThreshold(fan(100), 1e-3)).toThrowError(
      expect.objectContaining({
        code: 'E_RECIPE',
        message: 'Expected at least 10000 impostor pairs for falseMatchRate 0.001 but received 4950',
        hint: expect.stringContaining('142 faces'),
      }),
    );
  });

  it('facesNeeded gives just enough pairs', () => {
    const pairs = (k: number): number => (k * (k - 1)) / 2;
    for (const rate of [0.1, 0.01, 1e-3, 1e-4]) {
      expect(pairs(facesNeeded(rate))).toBeGreaterThanOrEqual(10 / rate);
      expect(pairs(facesNeeded(rate) - 1)).toBeLessThan(10 / rate);
    }
  });
});
