import { existsSync } from 'node:fs';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { renderCard } from '../../src/dataset/card.js';
import { finishDataset } from '../../src/dataset/finish.js';
import { openJournal, readJournal } from '../../src/dataset/journal.js';
import { readDataset } from '../../src/dataset/reader.js';
import { removeDataset } from '../../src/dataset/sweep.js';
import { collect, commit, judged, makeDataset, makeManifest, makeRecipe, snapshot, tempFolder } from './synthetic.js';

const drop = { failures: [{ gate: 'identity', value: 0.2, threshold: 0.4 }] };
const pairs = Array.from({ length: 24 }, (_, i) => judged(i, i % 3 === 1 ? drop : {}));
const lines = async (path: string) => (await readFile(path, 'utf8')).trimEnd().split('\n');

/**
 * Columns and types of a split as Hugging Face infers them from its JSON lines: a number with a decimal point or
 * exponent is a double, one without an int64; features of all splits must be equal.
 */
async function featuresOf(path: string): Promise<Record<string, string>> {
  const typeOf = (text: string): string => {
    if (text.startsWith('"')) return 'string';
    if (text.startsWith('[')) return 'list';
    return /[.eE]/.test(text) ? 'double' : /^-?\d+$/.test(text) ? 'int64' : text;
  };
  const rows = (await lines(path)).map((line) =>
    Object.fromEntries(
      [...line.matchAll(/"([^"]+)": ("[^"]*"|\[[^\]]*\]|[^,}]+)/g)].map(([, key, value]) => [key!, typeOf(value!)]),
    ),
  );
  for (const row of rows) expect(row).toEqual(rows[0]);
  return rows[0]!;
}

test('an interrupted run ends with the same bytes as one that was not', async () => {
  const [whole, resumed] = [await tempFolder(), await tempFolder()];
  const recipe = makeRecipe();
  await makeDataset(whole, pairs, recipe);

  // Stopped after pair 9's images, and pair 11's, were written but before their lines were; with a torn temp file.
  const journal = await openJournal(join(resumed, 'journal.jsonl'), recipe);
  for (const pair of pairs.slice(0, 9)) await journal.append(await commit(resumed, pair, recipe));
  await journal.close();
  await commit(resumed, pairs[9]!, recipe);
  await commit(resumed, judged(999), recipe);
  await writeFile(join(resumed, 'records.jsonl.tmp-77'), 'half');
  await mkdir(join(resumed, 'train/after/000'), { recursive: true });
  await writeFile(join(resumed, 'train/after/000/000000002.png.tmp-77'), 'half');
  await makeDataset(resumed, pairs, recipe);

  const files = await snapshot(whole);
  expect(await snapshot(resumed)).toEqual(files);
  expect([...files.keys()].filter((path) => !path.includes('/')).sort()).toEqual([
    'README.md',
    'journal.jsonl',
    'recipe.json',
    'records.jsonl',
    'stats.json',
  ]);
  await makeDataset(whole, pairs, recipe);
  expect(await snapshot(whole)).toEqual(files);
});

test('every split has the same columns of the same types, and paths that exist', async () => {
  const root = await tempFolder();
  const { splits } = await makeDataset(root, pairs);
  expect(splits.train! + splits.validation! + splits.test!).toBe(16);
  const expected = {
    input_image_file_name: 'string',
    edited_image_file_name: 'string',
    mask_file_name: 'string',
    edit_prompt: 'string',
    id: 'string',
    seed: 'int64',
    identity: 'double',
    sharpness: 'double',
  };
  for (const split of ['train', 'validation', 'test']) {
    const path = join(root, split, 'metadata.jsonl');
    expect(await featuresOf(path)).toEqual(expected);
    for (const line of await lines(path)) {
      const row = JSON.parse(line);
      for (const key of Object.keys(row).filter((name) => name.endsWith('_file_name')))
        expect(existsSync(join(root, split, row[key]))).toBe(true);
      expect([row.edit_prompt, row.seed]).toEqual(['make the person older', 1000 + Number(row.id)]);
    }
  }
});

test('a score that some kept pair lacks is in the records and no column', async () => {
  const root = await tempFolder();
  const some = pairs.map((pair, i) => (i % 2 ? pair : judged(i, { scores: { pose: 1.5 } })));
  const { columns } = await makeDataset(root, some);
  expect(columns).toEqual({ complete: ['identity', 'sharpness'], partial: ['pose'] });
  expect(await readFile(join(root, 'train/metadata.jsonl'), 'utf8')).not.toContain('pose');
});

test('a stack lists its states in order', async () => {
  const root = await tempFolder();
  const stacks = [0, 1, 2].map((i) => judged(i, { between: ['age-25', 'age-40'] }));
  await makeDataset(root, stacks, makeRecipe({ write: { validation: 0, test: 0 } }));
  expect(JSON.parse((await lines(join(root, 'train/metadata.jsonl')))[1]!)).toMatchObject({
    input_image_file_name: 'before/000/000000001.png',
    edited_image_file_name: 'after/000/000000001.png',
    states_file_names: [
      'before/000/000000001.png',
      'between/age-25/000/000000001.png',
      'between/age-40/000/000000001.png',
      'after/000/000000001.png',
    ],
  });
});

test('empty splits are left out of the folder and of the card', async () => {
  const root = await tempFolder();
  await makeDataset(root, pairs, makeRecipe({ write: { validation: 0, test: 0 } }));
  expect([existsSync(join(root, 'validation')), existsSync(join(root, 'test'))]).toEqual([false, false]);
  const [, header] = (await readFile(join(root, 'README.md'), 'utf8')).split('---\n');
  expect(parse(header!)).toEqual({
    license: 'mit',
    task_categories: ['image-to-image'],
    tags: ['synthetic', 'faces', 'paired', 'image-editing'],
    size_categories: ['n<1K'],
    pretty_name: 'age (Diptych)',
    configs: [{ config_name: 'default', data_files: [{ split: 'train', path: 'train/**' }] }],
  });
});

test('the card names every model that touched a pair, and no other', async () => {
  const root = await tempFolder();
  await makeDataset(root, pairs);
  const card = await readFile(join(root, 'README.md'), 'utf8');
  for (const digit of ['1', '2', '3', '4']) expect(card).toContain(digit.repeat(64));
  expect(card).not.toContain('5'.repeat(64));
  const manifest = makeManifest();
  const mixed = {
    ...manifest,
    generator: { ...manifest.generator, mapping: { ...manifest.generator.mapping, licence: 'CC-BY-NC-4.0' } },
  };
  await finishDataset(root, {
    recipe: makeRecipe(),
    pack: mixed,
    card: (stats) => renderCard({ recipe: makeRecipe(), manifest: mixed, stats }),
    records: readJournal(join(root, 'journal.jsonl')),
    yieldRows: [],
  });
  const [, header] = (await readFile(join(root, 'README.md'), 'utf8')).split('---\n');
  expect(parse(header!)).toMatchObject({ license: 'other', license_name: expect.any(String) });
});

test("the user's own files are not swept", async () => {
  const root = await tempFolder();
  await mkdir(join(root, 'train/notes'), { recursive: true });
  await writeFile(join(root, 'train/notes/mine.png'), 'mine');
  await writeFile(join(root, 'notes.txt'), 'mine');
  await makeDataset(root, pairs.slice(0, 3));
  await removeDataset(root);
  expect([...(await snapshot(root)).keys()]).toEqual(['notes.txt', 'train/notes/mine.png']);
});

test('removing touches nothing where there is no journal', async () => {
  const root = await tempFolder();
  await mkdir(join(root, 'train'), { recursive: true });
  for (const name of ['README.md', 'train/metadata.jsonl', 'train/000000001.png'])
    await writeFile(join(root, name), 'mine');
  await removeDataset(root);
  expect((await snapshot(root)).size).toBe(3);
});

test('the reader gives what was kept, and names what is damaged', async () => {
  const root = await tempFolder();
  await makeDataset(root, pairs);
  const read = await collect(readDataset(root));
  expect(read.map(({ record }) => record.index)).toEqual(
    pairs.filter((pair) => pair.verdict.kept).map((pair) => pair.candidate.index),
  );
  const { after, mask } = read[2]!.files;
  expect((await after!.read()).length).toBeGreaterThan(50);

  await writeFile(join(root, after!.path), 'damaged');
  await expect(after!.read()).rejects.toMatchObject({
    code: 'E_DATASET',
    message: expect.stringContaining(after!.path),
  });
  await rm(join(root, mask!.path));
  await expect(mask!.read()).rejects.toMatchObject({ code: 'E_DATASET', message: expect.stringContaining(mask!.path) });

  const records = await lines(join(root, 'records.jsonl'));
  await writeFile(join(root, 'records.jsonl'), `${records.slice(0, -1).join('\n')}\n`);
  await expect(collect(readDataset(root))).rejects.toMatchObject({
    code: 'E_DATASET',
    message: expect.stringContaining('records.jsonl'),
  });
  await writeFile(join(root, 'records.jsonl'), `${records.with(3, '{').join('\n')}\n`);
  await expect(collect(readDataset(root))).rejects.toMatchObject({
    message: expect.stringContaining('records.jsonl:4'),
  });
  await rm(join(root, 'stats.json'));
  await expect(collect(readDataset(root))).rejects.toMatchObject({
    code: 'E_DATASET',
    message: expect.stringContaining('stats.json'),
  });
});
