import { expect, test } from 'vitest';
import { inOrder } from '../../src/engine/ordered.js';

const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

test('results come in the order of the items, whatever order they finish in', async () => {
  const delays = [30, 1, 20, 2, 10];
  const results: number[] = [];
  for await (const result of inOrder(delays, 3, (ms) => wait(ms).then(() => ms))) results.push(result);
  expect(results).toEqual(delays);
});

test('no more than the limit are drawn ahead of what was taken', async () => {
  let drawn = 0;
  async function* items() {
    for (let i = 0; i < 100; i++) {
      drawn++;
      yield i;
    }
  }
  let taken = 0;
  for await (const _ of inOrder(items(), 4, async (i) => i)) {
    taken++;
    expect(drawn).toBeLessThanOrEqual(taken + 4);
    if (taken === 10) break;
  }
  expect(drawn).toBeLessThan(20);
});

test('a failure is thrown in its turn, after the results before it', async () => {
  const results: number[] = [];
  const run = async (): Promise<void> => {
    const work = async (i: number): Promise<number> => {
      if (i === 2) throw new Error('third');
      await wait(5);
      return i;
    };
    for await (const result of inOrder([0, 1, 2, 3], 4, work)) results.push(result);
  };
  await expect(run()).rejects.toThrow('third');
  expect(results).toEqual([0, 1]);
});
