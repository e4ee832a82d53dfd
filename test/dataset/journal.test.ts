import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { candidatesHash, canonicalJson, recipeHash } from '../../src/dataset/canonical.js';
import { openJournal, readJournal } from '../../src/dataset/journal.js';
import { type PairRecord, recordOf } from '../../src/dataset/record.js';
import { collect, judged, makeRecipe, tempFolder } from './synthetic.js';

const recipe = makeRecipe();
const record = (index: number): PairRecord =>
  recordOf(judged(index, { failures: [{ gate: 'identity', value: 0.1, threshold: 0.4 }] }));

async function journalOf(count: number): Promise<string> {
  const path = join(await tempFolder(), 'journal.jsonl');
  const journal = await openJournal(path, recipe);
  for (let i = 0; i < count; i++) await journal.append(record(i));
  await journal.close();
  return path;
}

async function reopen(path: string) {
  const seen: number[] = [];
  const journal = await openJournal(path, recipe, { replay: ({ index }) => seen.push(index) });
  return { journal, seen };
}

test('canonical JSON does not depend on the order of keys', () => {
  expect(canonicalJson({ b: [1, { d: 2, c: undefined, a: 3 }], a: null })).toBe('{"a":null,"b":[1,{"a":3,"d":2}]}');
  const { name, ...rest } = recipe;
  expect(recipeHash({ ...rest, name })).toBe(recipeHash(recipe));
  expect(recipeHash({ ...recipe, seed: 1 })).not.toBe(recipeHash(recipe));
  expect(candidatesHash({ ...recipe, seed: 1 })).not.toBe(candidatesHash(recipe));
  expect(candidatesHash({ ...recipe, count: 999, maxTries: 5000 })).toBe(candidatesHash(recipe));
});

test('what was appended is replayed, and a resumed journal has the same bytes as one written at once', async () => {
  const whole = await readFile(await journalOf(5), 'utf8');
  const path = await journalOf(2);
  const { journal, seen } = await reopen(path);
  expect([seen, journal.length, journal.torn]).toEqual([[0, 1], 2, false]);
  for (let i = 2; i < 5; i++) await journal.append(record(i));
  await journal.close();
  expect(await readFile(path, 'utf8')).toBe(whole);
  expect(whole.split('\n')[0]).toBe(`{"journal":1,"recipe":"${candidatesHash(recipe)}"}`);
  expect((await collect(readJournal(path))).map((r) => r.index)).toEqual([0, 1, 2, 3, 4]);
});

test('a file cut at any byte is a prefix of the run: it opens and goes on', async () => {
  const whole = await readFile(await journalOf(3));
  const ends = [...whole.entries()].filter(([, byte]) => byte === 10).map(([i]) => i + 1);
  for (let size = 0; size <= whole.length; size += 23) {
    const path = join(await tempFolder(), 'journal.jsonl');
    await writeFile(path, whole.subarray(0, size));
    const { journal, seen } = await reopen(path);
    expect(seen.length).toBe(Math.max(0, ends.filter((end) => end <= size).length - 1));
    expect(journal.torn).toBe(size > 0 && !ends.includes(size));
    for (let i = seen.length; i < 3; i++) await journal.append(record(i));
    await journal.close();
    expect(await readFile(path)).toEqual(whole);
  }
});

test('a tail of zero bytes, as a power cut can leave, is torn', async () => {
  const path = await journalOf(2);
  const whole = await readFile(path);
  await appendFile(path, Buffer.alloc(64));
  const { journal } = await reopen(path);
  expect([journal.torn, journal.length]).toEqual([true, 2]);
  await journal.close();
  expect(await readFile(path)).toEqual(whole);
});

test.each([
  ['a corrupt line in the middle', (lines: string[]) => lines.with(2, '{"index":1,'), ':3'],
  ['a complete last line that is no record', (lines: string[]) => lines.with(3, '{}'), ':4'],
  ['an unknown field', (lines: string[]) => lines.with(1, lines[1]!.replace('{', '{"extra":1,')), ':2'],
  ['a gap', (lines: string[]) => lines.toSpliced(2, 1), ':3'],
  ['disorder', (lines: string[]) => [lines[0]!, lines[2]!, lines[1]!, lines[3]!], ':2'],
  ['a record twice', (lines: string[]) => lines.toSpliced(2, 0, lines[1]!), ':3'],
  ['an empty line', (lines: string[]) => lines.toSpliced(2, 0, ''), ':3'],
  ['no header', (lines: string[]) => lines.slice(1), ':1'],
])('%s is an error that names file and line', async (_, damage, where) => {
  const path = await journalOf(3);
  const lines = (await readFile(path, 'utf8')).trimEnd().split('\n');
  const damaged = `${damage(lines).join('\n')}\n`;
  await writeFile(path, damaged);
  await expect(reopen(path)).rejects.toMatchObject({
    code: 'E_JOURNAL',
    message: expect.stringContaining(path + where),
    hint: expect.stringContaining('--overwrite'),
  });
  expect(await readFile(path, 'utf8')).toBe(damaged);
});

test("another recipe's journal is refused and left alone", async () => {
  const path = await journalOf(1);
  const before = await readFile(path);
  await expect(openJournal(path, makeRecipe({ seed: 9 }))).rejects.toMatchObject({
    code: 'E_JOURNAL',
    hint: expect.stringMatching(/another --out.*--overwrite/),
  });
  expect(await readFile(path)).toEqual(before);
});

test('a file without line feed that is no journal is not taken for a torn one', async () => {
  const path = join(await tempFolder(), 'journal.jsonl');
  await writeFile(path, 'my diary');
  await expect(reopen(path)).rejects.toMatchObject({ code: 'E_JOURNAL' });
  expect(await readFile(path, 'utf8')).toBe('my diary');
});

test('what could not be read back is refused on the way in', async () => {
  const journal = await openJournal(join(await tempFolder(), 'journal.jsonl'), recipe);
  await expect(journal.append({ ...record(0), scores: { identity: Number.NaN } })).rejects.toThrow();
  await expect(journal.append(record(1))).rejects.toThrow('index 1 in place of 0');
  await journal.append(record(0));
  expect(journal.length).toBe(1);
  await journal.close();
});

test("a shard's journal begins at its first index", async () => {
  const path = join(await tempFolder(), 'journal.jsonl');
  const journal = await openJournal(path, recipe, { first: 700 });
  await journal.append(record(700));
  await journal.close();
  expect((await collect(readJournal(path, 700))).map((r) => r.index)).toEqual([700]);
  await expect(openJournal(path, recipe)).rejects.toMatchObject({ code: 'E_JOURNAL' });
});

test('damage is found whether or not anyone listens to the replay', async () => {
  const path = await journalOf(2);
  await writeFile(path, (await readFile(path, 'utf8')).replace('"index":1', '"index":5'));
  await expect(openJournal(path, recipe)).rejects.toMatchObject({ code: 'E_JOURNAL' });
});
