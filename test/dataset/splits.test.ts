import { expect, test } from 'vitest';
import { splitOf } from '../../src/dataset/splits.js';
import { pairId } from '../../src/pair.js';

test('the split is the first 48 bits of sha256 of seed/id', () => {
  // python: int(hashlib.sha256(b"7/000000012").hexdigest()[:12], 16) / 2**48 for ids 0, 1, 2, 12 of seed 7.
  const u = {
    '000000000': 0.028459270201032894,
    '000000001': 0.8824789244453726,
    '000000002': 0.5718210972214806,
    '000000012': 0.36444464658574205,
  };
  for (const [id, value] of Object.entries(u)) {
    expect(splitOf(id, 7, { validation: 0, test: value + 1e-9 })).toBe('test');
    expect(splitOf(id, 7, { validation: 0, test: value - 1e-9 })).toBe('train');
    expect(splitOf(id, 7, { validation: value + 1e-9, test: 0 })).toBe('validation');
  }
});

test('shares are kept, and a pair stays in test when validation grows', () => {
  const ids = Array.from({ length: 20000 }, (_, i) => pairId(i));
  const count = (shares: { validation: number; test: number }, split: string) =>
    ids.filter((id) => splitOf(id, 0, shares) === split);
  const test = count({ validation: 0.05, test: 0.05 }, 'test');
  // Binomial(20000, 0.05): sd 31.
  expect(Math.abs(test.length - 1000)).toBeLessThan(125);
  expect(count({ validation: 0.3, test: 0.05 }, 'test')).toEqual(test);
  expect(Math.abs(count({ validation: 0.3, test: 0.05 }, 'validation').length - 6000)).toBeLessThan(260);
});
