import { expect, test } from 'vitest';
import { type Part, partOf } from '../../src/growing/part.js';

const candidates = ({ first, step, limit }: Part): number[] =>
  Array.from({ length: limit }, (_, i) => i).filter((i) => i >= first && (i - first) % step === 0);

test('without a shard, all candidates are tried: six for each pair, or as many as the recipe allows', () => {
  expect(partOf({ count: 4 })).toEqual({ first: 0, step: 1, limit: 24, count: 4 });
  expect(partOf({ count: 4, maxTries: 5 })).toEqual({ first: 0, step: 1, limit: 5, count: 4 });
});

test.each([
  [7, 3, undefined],
  [8, 8, undefined],
  [5, 2, 9],
])('the shards of %i pairs in %i share out candidates and pairs', (count, of, maxTries) => {
  const parts = Array.from({ length: of }, (_, index) => partOf({ count, maxTries }, { index, of }));
  expect(parts.reduce((sum, part) => sum + part.count, 0)).toBe(count);
  expect(parts.flatMap(candidates).sort((a, b) => a - b)).toEqual(candidates(partOf({ count, maxTries })));
  // Where no gate drops any, shards keep the first candidates: together those that a whole run keeps.
  const kept = parts.flatMap((part) => candidates(part).slice(0, part.count));
  expect(kept.sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
});

test('more shards than pairs are refused', () => {
  expect(() => partOf({ count: 2 }, { index: 2, of: 3 })).toThrow(
    expect.objectContaining({ code: 'E_USAGE', message: expect.stringContaining('3 for 2') }),
  );
});
