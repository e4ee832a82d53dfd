import { describe, expect, it } from 'vitest';
import { hash32, permutation, streamOf } from '../src/random.js';

// Values from test/fixtures/random.py, a second implementation.
describe('streamOf', () => {
  it.each([
    [0, 0, 'svm', [0.5317887242724133, 0.06187409423213919, 0.3619461550381612]],
    [7, 123456789, 'noise', [0.8723118370091821, 0.6028449904857619, 0.1345317063298933]],
    [0xffffffff, 0, '', [0.5879473033411872, 0.969014385128262, 0.3008770395909337]],
  ])('gives the values of sfc32 for (%d, %d, %s)', (seed, index, stage, expected) => {
    const random = streamOf(seed, index, stage);
    expect([random(), random(), random()]).toEqual(expected);
  });

  it('is uniform, and unrelated for neighbouring seeds, indices and stages', () => {
    const draw = (seed: number, index: number, stage: string): number[] => {
      const random = streamOf(seed, index, stage);
      return Array.from({ length: 10_000 }, random);
    };
    const mean = (values: number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const base = draw(1, 1, 'a');
    expect(Math.abs(mean(base) - 1 / 2)).toBeLessThan(0.01);
    expect(Math.abs(mean(base.map((v) => v * v)) - 1 / 3)).toBeLessThan(0.01);
    expect(base.every((v) => v >= 0 && v < 1)).toBe(true);
    for (const other of [draw(2, 1, 'a'), draw(1, 2, 'a'), draw(1, 1, 'b'), draw(11, 1, 'a')]) {
      const correlation = mean(base.map((v, i) => (v - 0.5) * (other[i]! - 0.5))) * 12;
      expect(Math.abs(correlation)).toBeLessThan(0.04);
    }
  });
});

describe('hash32', () => {
  it('is the first four bytes of sha256', () => {
    expect(hash32('')).toBe(0xe3b0c442);
    expect(hash32('000000042/split')).toBe(2944261377);
  });
});

describe('permutation', () => {
  it('is Fisher-Yates from the last place down', () => {
    expect([...permutation(10, streamOf(1, 2, 'shuffle'))]).toEqual([3, 6, 2, 0, 4, 7, 5, 9, 8, 1]);
  });

  it('puts every value in every place equally often', () => {
    const random = streamOf(5, 0, 'count');
    const counts = new Uint32Array(16);
    for (let n = 0; n < 4000; n++) {
      for (const [place, value] of permutation(4, random).entries()) counts[place * 4 + value]!++;
    }
    for (const count of counts) expect(Math.abs(count - 1000)).toBeLessThan(120);
  });
});
