import { describe, expect, it } from 'vitest';
import { curationGates } from '../../../src/filter/curate/gates.js';
import { defaultProfile, PROFILES } from '../../../src/filter/curate/profiles.js';
import type { MetricInfo } from '../../../src/filter/metrics/metric.js';
import type { Band } from '../../../src/pair.js';

const info = (name: string): MetricInfo => ({ name, unit: '', direction: 'higher', range: [0, 1], describe: '' });
const METRICS = ['yaw', 'sharpness', 'procrustes', 'peak_change', 'faces', 'attribute.age'].map(info);
const names = (...args: Parameters<typeof curationGates>) => curationGates(...args).map((g) => g.name);

describe('curationGates', () => {
  it('has the gates of the profile in its order, as far as they can be measured', () => {
    expect(names('pairs', {}, METRICS, 'pair')).toEqual(['faces', 'yaw', 'sharpness', 'peak_change', 'procrustes']);
    expect(names('pairs', {}, METRICS, 'mixed')).toEqual(['faces', 'yaw', 'sharpness', 'peak_change', 'procrustes']);
    expect(names('portrait', {}, METRICS, 'pair')).toEqual(['faces', 'yaw', 'sharpness']);
    expect(names('strict', {}, METRICS, 'single')).toEqual(['faces', 'yaw', 'sharpness']);
    expect(names('none', {}, METRICS, 'pair')).toEqual([]);
    expect(curationGates('portrait', {}, METRICS, 'single')[0]!.band).toEqual({ min: 1, max: 1 });
  });

  it('obeys overrides: another band, a gate more, a gate less', () => {
    const overrides = { yaw: { max: 5 }, faces: false, 'attribute.age': { min: 18 }, sharpness: {} } as const;
    expect(curationGates('portrait', overrides, METRICS, 'single')).toEqual([
      { name: 'yaw', metric: 'yaw', band: { max: 5 } },
      { name: 'attribute.age', metric: 'attribute.age', band: { min: 18 } },
    ]);
    expect(names('portrait', { blockiness: false }, METRICS, 'single')).toHaveLength(3);
  });

  it('names the nearest metric to one that is not known, and refuses an empty interval', () => {
    expect(() => curationGates('none', { sharpnes: { min: 1 } }, METRICS, 'single')).toThrow(
      expect.objectContaining({ code: 'E_USAGE', hint: expect.stringContaining('Did you mean sharpness?') }),
    );
    expect(() => curationGates('none', { x: false }, [], 'single')).toThrow('"x"');
    expect(() => curationGates('none', { yaw: { min: 2, max: 1 } }, METRICS, 'single')).toThrow('min ≤ max');
  });
});

describe('PROFILES', () => {
  it('asks more of strict than of pairs, and of pairs all that portrait asks', () => {
    for (const [metric, { min, max }] of Object.entries<Band>(PROFILES.pairs)) {
      const strict: Band = (PROFILES.strict as Readonly<Record<string, Band>>)[metric]!;
      if (min !== undefined) expect(strict.min, metric).toBeGreaterThanOrEqual(min);
      if (max !== undefined) expect(strict.max, metric).toBeLessThanOrEqual(max);
    }
    expect(PROFILES.pairs).toMatchObject(PROFILES.portrait);
    expect([defaultProfile('single'), defaultProfile('pair'), defaultProfile('mixed')]).toEqual([
      'portrait',
      'pairs',
      'pairs',
    ]);
  });
});
