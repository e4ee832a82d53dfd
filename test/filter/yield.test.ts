import { expect, it } from 'vitest';
import type { PairRecord } from '../../src/dataset/record.js';
import { yieldTable } from '../../src/filter/yield.js';

function record(scores: Record<string, number>, ...failed: string[]): PairRecord {
  return {
    index: 0,
    id: '000000000',
    seed: 0,
    verdict: failed.length === 0 ? 'kept' : 'dropped',
    ...(failed[0] && { gate: failed[0] }),
    failures: failed.map((gate) => ({ gate, value: 0, threshold: 1 })),
    edit: { direction: 'd', attribute: 'a', evaluations: 1, reached: true },
    states: [],
    scores,
    phash: '0'.repeat(16),
  };
}

it('counts what was tried, what decided, what would have dropped, and flags both extremes', async () => {
  const records = [
    record({ identity: 0.9, spots: 1 }),
    record({ identity: 0.1, spots: 50 }, 'identity', 'spots'),
    record({ identity: 0.8, spots: 40 }, 'spots'),
    record({ identity: 0.8, spots: 40 }, 'spots'),
    record({ target_after: 0.2 }, 'target_after'),
  ];
  expect(await yieldTable(records, ['target_after', 'identity', 'seam', 'spots'])).toEqual([
    { gate: 'target_after', tried: 1, dropped: 1, wouldDrop: 1, share: 1, flag: 'drops more than half' },
    { gate: 'identity', tried: 4, dropped: 1, wouldDrop: 1, share: 0.25 },
    { gate: 'seam', tried: 0, dropped: 0, wouldDrop: 0, share: 0, flag: 'drops nothing' },
    { gate: 'spots', tried: 4, dropped: 2, wouldDrop: 3, share: 0.75, flag: 'drops more than half' },
  ]);
});

it('flags a gate that drops exactly none, and not one that drops exactly half', async () => {
  const records = [record({ a: 1, b: 1 }, 'a'), record({ a: 1, b: 1 })];
  expect((await yieldTable(records, ['a', 'b'])).map((row) => row.flag)).toEqual([undefined, 'drops nothing']);
});
