import { describe, expect, it } from 'vitest';
import { lowerCut } from '../../../src/filter/curate/outliers.js';
import { emptyTallies, expectedLoss, proposeGates, tallyScores } from '../../../src/filter/curate/propose.js';
import type { MetricInfo } from '../../../src/filter/metrics/metric.js';
import type { Measurement } from '../../../src/item.js';
import { streamOf } from '../../../src/random.js';
import { normalOf, single } from './measurements.js';

const info = (name: string, direction: MetricInfo['direction'], range: [number, number]): MetricInfo => ({
  name,
  unit: '',
  direction,
  range,
  describe: '',
});

async function propose(items: readonly Measurement[], metrics: MetricInfo[]) {
  const tallies = emptyTallies(metrics);
  for (const item of items) tallyScores(tallies, item.scores);
  return expectedLoss(items, proposeGates(tallies, metrics));
}

describe('lowerCut', () => {
  it('is three robust deviations of the lower half below the median', () => {
    // 1 … 41: median 21, lower half 21 … 1, its median distance 10.
    const points = Array.from({ length: 41 }, (_, i) => ({ at: i + 1, count: 1 }));
    const { cut, why } = lowerCut(points);
    expect(why).toBe('outliers');
    expect(cut).toBeCloseTo(21 - 3 * 1.4826 * 10, 6);
  });

  it('is the gap before a second, smaller peak', () => {
    const normal = normalOf(streamOf(3, 0, 'peaks'));
    const values = Array.from({ length: 2000 }, (_, i) => (i < 200 ? 20 : 100) + 8 * normal()).sort((a, b) => a - b);
    const { cut, why } = lowerCut(values.map((at) => ({ at, count: 1 })));
    expect(why).toBe('valley');
    expect(cut).toBeGreaterThan(40);
    expect(cut).toBeLessThan(80);
  });

  it('is the lowest hundredth where most values are equal', () => {
    const points = [
      { at: -5, count: 5 },
      { at: -1, count: 15 },
      { at: 0, count: 980 },
    ];
    expect(lowerCut(points)).toEqual({ cut: -1, why: 'tail' });
  });

  it('sees no gap in one peak', () => {
    for (let seed = 0; seed < 20; seed++) {
      const normal = normalOf(streamOf(seed, 0, 'one'));
      const values = Array.from({ length: 800 }, normal).sort((a, b) => a - b);
      expect(lowerCut(values.map((at) => ({ at, count: 1 }))).why).toBe('outliers');
    }
  });
});

describe('proposeGates', () => {
  const metrics = [
    info('sharpness', 'higher', [0, Number.POSITIVE_INFINITY]),
    info('noise', 'lower', [0, 100]),
    info('yaw', 'none', [-90, 90]),
    info('faces', 'none', [0, Number.POSITIVE_INFINITY]),
    info('absent', 'higher', [0, 1]),
  ];
  const normal = normalOf(streamOf(1, 0, 'scores'));
  const items = Array.from({ length: 1000 }, (_, i) =>
    single(i, {
      scores: {
        sharpness: i < 30 ? 1 : 200 * Math.exp(0.4 * normal()),
        noise: i >= 20 && i < 40 ? 50 : 10 + normal(),
        yaw: 8 * normal() + (i === 999 ? 80 : 0),
        faces: 1,
      },
    }),
  );

  it('bounds each metric on its worse side, and counts the loss of each and of all', async () => {
    const { rows, items: measured, lost } = await propose(items, metrics);
    expect(rows.map((row) => row.metric)).toEqual(['sharpness', 'noise', 'yaw']);
    const [sharpness, noise, yaw] = rows;
    expect(sharpness!.band.max).toBeUndefined();
    expect(sharpness!.band.min).toBeGreaterThan(1);
    expect(sharpness!.band.min).toBeLessThan(70);
    expect(noise!.band.min).toBeUndefined();
    expect(noise!.band.max).toBeGreaterThan(12);
    expect(noise!.band.max).toBeLessThan(50);
    expect(yaw!.band.min).toBeLessThan(-15);
    expect(yaw!.band.max).toBeGreaterThan(15);
    const fails = (item: Measurement) =>
      rows.filter(({ metric, band }) => {
        const value = item.scores[metric]!;
        return value < (band.min ?? -Infinity) || value > (band.max ?? Infinity);
      });
    for (const row of rows) {
      expect(row.tried).toBe(1000);
      expect(row.lost).toBe(items.filter((item) => fails(item).includes(row)).length);
      expect(row.alone).toBe(items.filter((item) => fails(item).length === 1 && fails(item)[0] === row).length);
    }
    expect(measured).toBe(1000);
    expect(lost).toBe(items.filter((item) => fails(item).length > 0).length);
    expect(lost).toBeGreaterThanOrEqual(41);
    expect(lost).toBeLessThan(80);
  });

  it('does not depend on the order of the items', async () => {
    expect(await propose(items.toReversed(), metrics)).toEqual(await propose(items, metrics));
  });
});
