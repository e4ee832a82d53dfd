import { expect, test } from 'vitest';
import type { PairRecord } from '../../src/dataset/record.js';
import { openRoster } from '../../src/growing/roster.js';

const record = (portrait: string, trouble?: string): PairRecord =>
  ({ hair: { portrait, template: 'bob', colour: 'red', strands: 0, ...(trouble && { trouble }) } }) as PairRecord;

test('a run ends when every portrait has had its turn in vain', () => {
  const roster = openRoster(2);
  expect(roster.complaint()).toBeUndefined();
  roster.add(record('a', 'a has no face'));
  roster.add(record('a', 'a has no face'));
  expect(roster.spent()).toBe(false);
  expect(roster.complaint()).toBe('1 of 2 portraits cannot be used, the first: a has no face');
  roster.add(record('b', 'b has 2 faces'));
  expect(roster.spent()).toBe(true);
  expect(roster.complaint()).toMatch(/No portrait can be used.*a has no face/);
});

test('a pair that was dropped for its looks speaks of no portrait', () => {
  const roster = openRoster(1);
  roster.add(record('a'));
  expect([roster.spent(), roster.complaint()]).toEqual([false, undefined]);
});

test('sampled heads never come to an end', () => {
  const roster = openRoster(undefined);
  roster.add(record('000000000', 'shows 0 faces'));
  expect([roster.spent(), roster.complaint()]).toEqual([false, undefined]);
});
