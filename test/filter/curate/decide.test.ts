import { describe, expect, it } from 'vitest';
import { type DecideOptions, decide } from '../../../src/filter/curate/decide.js';
import { VERDICT } from '../../../src/filter/curate/decided.js';
import type { Measurement } from '../../../src/item.js';
import { streamOf } from '../../../src/random.js';
import { embedding, flipped, hex, pair, single, source } from './measurements.js';

const GATES = [
  { name: 'faces', metric: 'faces', band: { min: 1, max: 1 } },
  { name: 'sharpness', metric: 'sharpness', band: { min: 20 } },
];
const OPTIONS: DecideOptions = { gates: GATES, duplicates: 10, seed: 0 };
const ZERO = '0'.repeat(16);
const good = { faces: 1, sharpness: 100 };

describe('decide', () => {
  const items: Measurement[] = [
    single(0, { split: 'train', scores: good }, { pixels: 'a', phash: ZERO }),
    single(1, { split: 'test', scores: good }, { pixels: 'a', phash: ZERO }),
    single(2, { split: 'train', scores: { faces: 2, sharpness: 3 } }),
    single(3, { split: 'train', scores: { sharpness: 3 } }),
    single(4, { images: [], trouble: { reason: 'truncated', detail: 'item-4.png ends early' } }),
    single(5, { split: 'val', scores: good }, { phash: flipped(ZERO, 5) }),
    single(6, { split: 'train', scores: good, identity: embedding([1, 0]) }),
    single(8, { split: 'test', scores: good, identity: embedding([0.9, 0.1]) }),
    single(9, { split: 'test', scores: { ...good, sharpness: 1 } }, { phash: flipped(ZERO, 9) }),
  ];

  it('records every item: trouble, gates, duplicates with leaks, in this order', async () => {
    const { recordOf, tables } = await decide(source(items), OPTIONS);
    const lines = items.map((item) => {
      const { key, verdict, gate, failures, duplicate, cluster } = recordOf(item);
      const relation = duplicate && `${duplicate.how} ${duplicate.of} ${duplicate.distance} ${duplicate.leak}`;
      return [key, verdict, gate, failures.map((f) => f.gate).join(), relation, cluster];
    });
    expect(lines).toEqual([
      ['item-0', 'dropped', 'duplicate', '', 'exact item-1 0 true', 0],
      ['item-1', 'kept', undefined, '', undefined, 0],
      ['item-2', 'dropped', 'faces', 'faces,sharpness', undefined, undefined],
      ['item-3', 'dropped', 'sharpness', 'sharpness', undefined, undefined],
      ['item-4', 'dropped', 'trouble', '', undefined, undefined],
      ['item-5', 'dropped', 'duplicate', '', 'near item-1 1 true', 0],
      ['item-6', 'kept', undefined, '', undefined, undefined],
      ['item-8', 'kept', undefined, '', undefined, undefined],
      ['item-9', 'dropped', 'sharpness', 'sharpness', 'near item-1 1 false', 0],
    ]);
    expect(tables).toMatchObject({
      items: 9,
      kept: 3,
      trouble: [{ reason: 'truncated', items: 1 }],
      duplicates: { exact: 1, near: 2, identity: 0, clusters: 1, largest: 4 },
      splits: [
        { split: 'train', kept: 1 },
        { split: 'test', kept: 2 },
        { split: 'val', kept: 0 },
      ],
    });
    expect(tables.duplicates.identities).toEqual({ measured: 2, people: 1, exact: true });
    expect(tables.yield).toEqual([
      { gate: 'faces', tried: 7, dropped: 1, wouldDrop: 1, share: 1 / 7 },
      { gate: 'sharpness', tried: 8, dropped: 2, wouldDrop: 3, share: 3 / 8 },
      { gate: 'duplicate', tried: 8, dropped: 2, wouldDrop: 3, share: 3 / 8 },
    ]);
    expect(tables.leaks).toEqual([
      { how: 'exact', split: 'train', of: 'test', items: 1 },
      { how: 'identity', split: 'train', of: 'test', items: 1 },
      { how: 'near', split: 'val', of: 'test', items: 1 },
    ]);
    expect(recordOf(items[6]!)).not.toHaveProperty('identity');
  });

  it('does not depend on the order in which measurements come', async () => {
    const [there, back] = [await decide(source(items), OPTIONS), await decide(source(items.toReversed()), OPTIONS)];
    expect(items.map(back.recordOf)).toEqual(items.map(there.recordOf));
    expect(back.tables.leaks).toEqual(there.tables.leaks);
  });

  it('keeps all duplicates when told to, and one of a person when told to', async () => {
    const all = await decide(source(items), { ...OPTIONS, duplicates: null });
    expect(all.tables.kept).toBe(5);
    const one = await decide(source(items), { ...OPTIONS, dedupeIdentity: true });
    expect(one.recordOf(items[6]!)).toMatchObject({ gate: 'duplicate', duplicate: { how: 'identity', of: 'item-8' } });
  });

  it('reports a before that two splits share, without dropping it', async () => {
    const shared = [
      pair(0, { split: 'train' }, { pixels: 's', phash: ZERO }),
      pair(1, { split: 'test' }, { pixels: 's', phash: ZERO }),
    ];
    const { tables } = await decide(source(shared), OPTIONS);
    expect(tables.kept).toBe(2);
    expect(tables.leaks).toEqual([{ how: 'source', split: 'train', of: 'test', items: 1 }]);
  });

  it('balances what the gates and duplicates left, and knows when nothing has the attribute', async () => {
    const tagged = Array.from({ length: 12 }, (_, i) => single(i, { tags: { studio: i < 8 ? 'a' : 'b' } }));
    const { tables, verdict } = await decide(source(tagged), { ...OPTIONS, balance: ['studio'] });
    expect(tables.balance).toEqual([
      { bin: 'studio a', before: 8, after: 4 },
      { bin: 'studio b', before: 4, after: 4 },
    ]);
    expect(verdict.filter((code) => code === VERDICT.balance)).toHaveLength(4);
    expect(tables.yield.at(-1)).toMatchObject({ gate: 'balance', tried: 12, dropped: 4 });
    await expect(decide(source(tagged), { ...OPTIONS, balance: ['age'] })).rejects.toMatchObject({ code: 'E_USAGE' });
  });

  it('splits anew with an identity on one side, and leaves items where they are when others come', async () => {
    const people = Array.from({ length: 600 }, (_, i) => {
      const angle = ((i % 6) / 6) * 2 * Math.PI;
      const person = Math.floor(i / 6) % 2 ? [Math.cos(angle), Math.sin(angle), 0] : undefined;
      return single(i, person ? { identity: embedding(person) } : {});
    });
    const options = { ...OPTIONS, split: { validation: 0.2, test: 0.2 } };
    const { recordOf, tables } = await decide(source(people), options);
    const splits = people.map((item) => recordOf(item).split);
    for (let person = 0; person < 6; person++) {
      const own = splits.filter((_, i) => i % 6 === person && Math.floor(i / 6) % 2);
      expect(new Set(own).size).toBe(1);
    }
    const loners = splits.filter((_, i) => Math.floor(i / 6) % 2 === 0);
    expect(loners.filter((split) => split === 'test').length).toBeGreaterThan(35);
    expect(loners.filter((split) => split === 'test').length).toBeLessThan(85);
    expect(tables.splits.map((row) => row.split)).toEqual(['train', 'validation', 'test']);
    const fewer = await decide(source(people.slice(0, 300)), options);
    expect(people.slice(0, 300).map((item) => fewer.recordOf(item).split)).toEqual(splits.slice(0, 300));
  });

  it('decides on thousands of pairs at once', async () => {
    const random = streamOf(0, 0, 'many');
    const word = () => Math.floor(random() * 2 ** 32);
    async function* many(): AsyncIterable<Measurement> {
      for (let i = 0; i < 5_000; i++) {
        const scores = { faces: 1, sharpness: 200 * random(), yaw: 90 * random() - 45 };
        const [before, after] = [hex(word(), word()), hex(word(), word())];
        yield pair(i, { scores }, { phash: before, pixels: before }, { phash: after, pixels: after });
      }
    }
    const { tables } = await decide(many, { ...OPTIONS, balance: ['yaw'], split: { validation: 0.1, test: 0.1 } });
    expect(tables.items).toBe(5_000);
    expect(tables.kept).toBeGreaterThan(1_000);
  });
});
