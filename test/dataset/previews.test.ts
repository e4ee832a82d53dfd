import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { openPreviews } from '../../src/dataset/previews.js';
import { recordOf } from '../../src/dataset/record.js';
import type { Failure } from '../../src/pair.js';
import { judged, snapshot, tempFolder } from './synthetic.js';

const miss = (value: number, gate = 'identity'): Failure => ({ gate, value, threshold: 0.4 });

/** Misses at scattered distances; every fourth pair fails a second gate too, every fifth fails another first. */
const pairs = Array.from({ length: 60 }, (_, i) => {
  const first = miss(0.4 - ((i * 37) % 61) / 100 - 0.001, i % 5 === 0 ? 'drift/age' : 'identity');
  return judged(i, { failures: i % 4 === 0 ? [first, miss(0.1, 'sharpness')] : [first] });
});

/** The rule by brute force: the twelve of each gate by (fails others, distance, index). */
function expected(gate: string): string[] {
  return pairs
    .filter((pair) => pair.verdict.failures[0]!.gate === gate)
    .map((pair) => ({
      id: pair.id,
      others: pair.verdict.failures.length > 1,
      far: 0.4 - pair.verdict.failures[0]!.value,
    }))
    .sort((a, b) => Number(a.others) - Number(b.others) || a.far - b.far || a.id.localeCompare(b.id))
    .slice(0, 12)
    .map(({ id }) => `${id}.webp`)
    .sort();
}

test('the twelve nearest misses of each gate stay', async () => {
  const root = await tempFolder();
  const previews = openPreviews(root);
  for (const pair of pairs) await previews.offer(recordOf(pair), pair);
  await previews.sweep();
  expect((await readdir(join(root, 'dropped'))).sort()).toEqual(['drift%2Fage', 'identity']);
  expect((await readdir(join(root, 'dropped/identity'))).sort()).toEqual(expected('identity'));
  expect((await readdir(join(root, 'dropped/drift%2Fage'))).sort()).toEqual(expected('drift/age'));
  const listed = previews.list();
  expect(listed.map(({ path }) => path).sort()).toEqual([...(await snapshot(root)).keys()]);
  // 37·33 mod 61 = 1, the smallest of those that fail nothing else: 0.4 - 0.01 - 0.001.
  expect(listed.find((p) => p.gate === 'identity')).toMatchObject({ id: '000000033', failure: { value: 0.389 } });
});

test('a resumed run ends with the same previews, strays are swept, other files stay', async () => {
  const [whole, resumed] = [await tempFolder(), await tempFolder()];
  const once = openPreviews(whole);
  for (const pair of pairs) await once.offer(recordOf(pair), pair);

  const before = openPreviews(resumed);
  // Stopped after pair 31's preview but before its record was journalled.
  for (const pair of pairs.slice(0, 32)) await before.offer(recordOf(pair), pair);
  await writeFile(join(resumed, 'dropped/identity/000000999.webp'), 'stray');
  await writeFile(join(resumed, 'dropped/identity/000000003.webp.tmp-5'), 'half');
  const after = openPreviews(resumed);
  for (const pair of pairs.slice(0, 31)) after.replay(recordOf(pair));
  for (const pair of pairs.slice(31)) await after.offer(recordOf(pair), pair);
  await after.sweep();
  expect(await snapshot(resumed)).toEqual(await snapshot(whole));
  await writeFile(join(resumed, 'dropped/identity/notes.txt'), 'mine');
  await openPreviews(resumed).sweep();
  expect([...(await snapshot(resumed)).keys()]).toEqual(['dropped/identity/notes.txt']);
});

test('a preview shows before on the left and after on the right', async () => {
  const root = await tempFolder();
  const flat = (value: number) => ({ data: new Float32Array(3 * 256 * 128).fill(value), width: 256, height: 128 });
  const pair = judged(0, { failures: [miss(0.3)] });
  const state = { ...pair.before, image: flat(-1) };
  await openPreviews(root).offer(recordOf(pair), { before: state, after: { ...state, image: flat(1) } });
  const { data, info } = await sharp(join(root, 'dropped/identity/000000000.webp'))
    .raw()
    .toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([256, 64]);
  expect(data[0]).toBeLessThan(8);
  expect(data[(256 * 32 + 250) * info.channels]).toBeGreaterThan(247);
});

test('kept pairs leave no preview', async () => {
  const root = await tempFolder();
  await openPreviews(root).offer(recordOf(judged(0)), judged(0));
  expect((await snapshot(root)).size).toBe(0);
});
