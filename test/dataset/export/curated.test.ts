/** Exports of what `curate` writes: items of any source, so of mixed formats, with or without masks, tags and steps. */
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { renderCurationCard } from '../../../src/dataset/curated/card.js';
import { placeOf } from '../../../src/dataset/curated/place.js';
import { EXPORTERS, type ExportFormat, type ExportSummary } from '../../../src/dataset/export/index.js';
import { readDataset } from '../../../src/dataset/reader.js';
import type { Split } from '../../../src/dataset/splits.js';
import { DiptychError } from '../../../src/errors.js';
import { sha256 } from '../../../src/hash.js';
import { encodeBytes, encodeMask } from '../../../src/image/codec.js';
import type { ItemRecord, MeasuredImage, Role } from '../../../src/item.js';
import { bytesOf, collect, snapshot, tempFolder } from '../synthetic.js';
import { loadInstructPix2pix, loadPix2pix, loadPix2pixHd, loadWebDataset, pixelsOf } from './consumers.js';

type Format = 'png' | 'webp' | 'jpeg';
interface Kept {
  readonly split?: Split;
  readonly tags?: Readonly<Record<string, string | number>>;
  readonly scores?: Readonly<Record<string, number>>;
  /** Format by role, in the order of the item's images. */
  readonly images: Readonly<Partial<Record<Role, Format>>>;
}

const PAIR = { before: 'png', after: 'png', mask: 'png' } as const;

/** A clean dataset of the items, each but the first behind one that was dropped: item n has index 2n. */
async function curated(items: readonly Kept[], over: { kept?: number; attribute?: string } = {}): Promise<string> {
  const root = await tempFolder();
  const records: ItemRecord[] = [];
  for (const [n, { split = 'train', tags, scores, images }] of items.entries()) {
    const base = {
      index: 2 * n,
      key: `people/p.${n}`,
      kind: 'image' in images ? 'single' : 'pair',
      failures: [],
    } as const;
    const measured = (Object.entries(images) as [Role, Format][]).map(([role, format]) => measuredImage(role, format));
    const files: Record<string, { path: string; sha256: string }> = {};
    for (const [step, image] of measured.entries()) {
      const path = placeOf(base, image, split);
      const bytes = await encoded(n, step, image);
      await mkdir(join(root, dirname(path)), { recursive: true });
      await writeFile(join(root, path), bytes);
      files[image.role] = { path, sha256: sha256(bytes) };
    }
    const of = { ...base, split, images: measured, scores: { faces: 1, sharpness: n / 4, ...scores } };
    records.push({ ...of, ...(tags && { tags }), verdict: 'kept', files });
    const dropped = { ...base, index: 2 * n + 1, images: [], scores: {}, verdict: 'dropped', gate: 'trouble' } as const;
    records.push({ ...dropped, trouble: { reason: 'empty', detail: 'one line' } });
  }
  const text = `${records.map((record) => JSON.stringify(record)).join('\n')}\n`;
  await writeFile(join(root, 'records.jsonl'), text);
  await writeFile(join(root, 'measurements.jsonl'), '');
  const summary = {
    input: { name: 'people', format: 'folder', describe: 'files' },
    options: { profile: 'none', align: 'none', seed: 0, ...(over.attribute && { attribute: over.attribute }) },
    models: [],
    items: records.length,
    kept: over.kept ?? items.length,
    kind: 'pair',
    splits: { train: 1 },
    troubles: {},
    duplicates: { exact: 0, near: 0, identity: 0, clusters: 0, leaks: 0 },
    keeperRule: '',
    gates: [],
    notices: [],
  };
  await writeFile(join(root, 'README.md'), renderCurationCard(summary));
  const mark = { curation: 1, ...summary, sha256: { 'records.jsonl': sha256(text) } };
  await writeFile(join(root, 'curation.json'), JSON.stringify(mark));
  return root;
}

function measuredImage(role: Role, format: Format): MeasuredImage {
  const of = { role, path: `source.${format}`, format, width: 12, height: 8, bytes: 1, notes: [], scores: {} };
  return { ...of, sha256: '0'.repeat(64), pixels: '0'.repeat(64), phash: '0'.repeat(16), thumb: '' };
}

/** The pattern of the other tests, by item and image. */
async function encoded(n: number, step: number, { role, format }: MeasuredImage): Promise<Buffer> {
  if (role === 'mask') return encodeMask({ data: new Float32Array(96).fill(n % 2), width: 12, height: 8 });
  return encodeBytes(bytesOf(n, step), 12, 8, { format: format as Format });
}

async function run(format: ExportFormat, root: string): Promise<{ out: string; summary: ExportSummary }> {
  const out = join(await tempFolder(), 'out');
  const generator = EXPORTERS[format](root, out);
  let next = await generator.next();
  while (!next.done) next = await generator.next();
  return { out, summary: next.value };
}

const FORMATS = Object.keys(EXPORTERS) as ExportFormat[];
const id = (n: number): string => String(2 * n).padStart(9, '0');

let pairs = '';
beforeAll(async () => {
  pairs = await curated(
    [
      { images: PAIR, tags: { prompt: 'make it older', seed: 7, source: 'a', rank: 1 } },
      { images: { ...PAIR, after: 'webp' }, tags: { source: 12, rank: 2 }, scores: { yaw: 3 } },
      { images: { before: 'webp', after: 'webp', mask: 'png' }, split: 'validation', tags: { source: 'c', rank: 3 } },
      { images: PAIR, split: 'test', tags: { source: 'd', rank: 4, prompt: 'make it younger' } },
    ],
    { attribute: 'hair_length' },
  );
});

const PROMPTS = ['make it older', 'edit the hair length', 'edit the hair length', 'make it younger'];
const BY_SPLIT = { train: [0, 1], val: [2], test: [3] };

describe('curated pairs', () => {
  test('pix2pix reads them pixel by pixel', async () => {
    const { out, summary } = await run('pix2pix', pairs);
    for (const [split, items] of Object.entries(BY_SPLIT)) {
      const loaded = await loadPix2pix(out, split);
      expect(loaded.map(({ a }) => a.bytes)).toEqual(items.map((n) => bytesOf(n, 0)));
      expect(loaded.map(({ b }) => b.bytes)).toEqual(items.map((n) => bytesOf(n, 1)));
    }
    expect(summary.pairs).toEqual({ train: 2, val: 1, test: 1 });
  });

  test('pix2pixHD gets the same names on both sides, also of a pair of two formats', async () => {
    const { out } = await run('pix2pixhd', pairs);
    for (const [split, items] of Object.entries(BY_SPLIT)) {
      const loaded = await loadPix2pixHd(out, split);
      for (const [i, [a, b]] of loaded.entries()) {
        expect(a.replace('_A/', '_B/')).toBe(b);
        expect((await pixelsOf(a)).bytes).toEqual(bytesOf(items[i]!, 0));
        expect((await pixelsOf(b)).bytes).toEqual(bytesOf(items[i]!, 1));
      }
      expect(loaded).toHaveLength(items.length);
    }
  });

  test('InstructPix2Pix gets the prompt of each item, or a neutral one', async () => {
    const { out, summary } = await run('instruct-pix2pix', pairs);
    const shares = JSON.parse(/splits: (\[.*\]) in/.exec(summary.notes[0]!)![1]!);
    for (const split of ['train', 'val', 'test'] as const) {
      const loaded = await loadInstructPix2pix(out, split, shares);
      expect(loaded.map(({ name, edit }) => [name, edit])).toEqual(BY_SPLIT[split].map((n) => [id(n), PROMPTS[n]]));
    }
    const seeds = JSON.parse(await readFile(join(out, 'seeds.json'), 'utf8'));
    expect(seeds.map(([, [seed]]: [string, number[]]) => seed)).toEqual([7, 0, 0, 0]);
  });

  test('WebDataset has the same columns in every sample, in one format', async () => {
    const { out } = await run('webdataset', pairs);
    const tars = ['train', 'validation', 'test'].map((split) => join(out, `${split}-00000.tar`));
    const { samples } = await loadWebDataset(tars);
    expect(samples.map(({ __key__ }) => __key__)).toEqual([0, 1, 2, 3].map(id));
    for (const [n, sample] of samples.entries()) {
      expect(Object.keys(sample)).toEqual(['__key__', 'input.png', 'output.png', 'mask.png', 'json']);
      expect((await pixelsOf(sample['input.png'] as Buffer)).bytes).toEqual(bytesOf(n, 0));
      expect((await pixelsOf(sample['output.png'] as Buffer)).bytes).toEqual(bytesOf(n, 1));
      // Neither `seed`, nor `yaw`: not every pair has them. `source` is text in one of them.
      expect(JSON.parse(String(sample.json))).toEqual({
        edit_prompt: PROMPTS[n],
        id: id(n),
        key: `people/p.${n}`,
        faces: 1,
        rank: n + 1,
        sharpness: n / 4,
        source: ['a', '12', 'c', 'd'][n],
      });
      expect(String(sample.json)).toMatch(/"faces": 1\.0, "rank": \d,/);
    }
  });

  test('parquet has typed columns, with nulls where a pair lacks something', async () => {
    const { out } = await run('parquet', pairs);
    const rows: Record<string, unknown>[] = [];
    for (const split of ['train', 'validation', 'test']) {
      const file = await asyncBufferFromFile(join(out, `data/${split}-00000-of-00001.parquet`));
      rows.push(...(await parquetReadObjects({ file, utf8: false })));
      const { key_value_metadata } = await parquetMetadataAsync(file);
      const { features } = JSON.parse(key_value_metadata!.find(({ key }) => key === 'huggingface')!.value!).info;
      expect(features).toEqual({
        input_image: { _type: 'Image' },
        edited_image: { _type: 'Image' },
        mask: { _type: 'Image' },
        ...Object.fromEntries(
          Object.entries({
            edit_prompt: 'string',
            id: 'string',
            key: 'string',
            faces: 'float64',
            rank: 'int64',
            seed: 'int64',
            sharpness: 'float64',
            source: 'string',
            yaw: 'float64',
          }).map(([name, dtype]) => [name, { dtype, _type: 'Value' }]),
        ),
      });
    }
    expect(rows.map(({ id, seed, yaw, rank }) => [id, seed ?? null, yaw ?? null, rank])).toEqual([
      [id(0), 7n, null, 1n],
      [id(1), null, 3, 2n],
      [id(2), null, null, 3n],
      [id(3), null, null, 4n],
    ]);
    expect(Buffer.from((rows[1]!.edited_image as { bytes: Uint8Array }).bytes)).toEqual(
      await readFile(join(pairs, `train/after/000/${id(1)}.webp`)),
    );
    expect(await readFile(join(out, 'README.md'), 'utf8')).toContain('path: data/train-*.parquet');
  });

  test.each(FORMATS)('%s: the same dataset gives the same bytes', async (format) => {
    const [one, two] = [await run(format, pairs), await run(format, pairs)];
    expect(await snapshot(one.out)).toEqual(await snapshot(two.out));
  });

  test('masks are a column only where every pair has one, and the summary says so', async () => {
    const root = await curated([{ images: PAIR }, { images: { before: 'png', after: 'png' } }]);
    const tar = await run('webdataset', root);
    const { samples } = await loadWebDataset([join(tar.out, 'train-00000.tar')]);
    expect(samples.map((sample) => Object.keys(sample))).toEqual(
      Array(2).fill(['__key__', 'input.png', 'output.png', 'json']),
    );
    expect(tar.summary.notes).toEqual([
      'Columns: input.<ext>, output.<ext>, json',
      'Masks are left out: 1 of 2 pairs have none',
    ]);
    const parquet = await run('parquet', root);
    const file = await asyncBufferFromFile(join(parquet.out, 'data/train-00000-of-00001.parquet'));
    const [row] = await parquetReadObjects({ file, utf8: false });
    expect(Object.keys(row!)).toEqual([
      'input_image',
      'edited_image',
      'edit_prompt',
      'id',
      'key',
      'faces',
      'sharpness',
    ]);
    expect(row!.edit_prompt).toBe('edit the face');
  });

  test('a stack becomes one row for each state after the first', async () => {
    const images = { before: 'png', 'between/age 25': 'png', after: 'png' } as const;
    const root = await curated([
      { images, tags: { prompt: 'make it older' } },
      { images: { before: 'png', after: 'png' } },
    ]);
    const { samples } = await loadWebDataset([join((await run('webdataset', root)).out, 'train-00000.tar')]);
    expect(samples.map(({ __key__, json }) => [__key__, JSON.parse(String(json)).edit_prompt])).toEqual([
      [`${id(0)}-age_x20_25`, 'make it older (age_x20_25)'],
      [id(0), 'make it older'],
      [id(1), 'edit the face'],
    ]);
    expect((await pixelsOf(samples[0]!['output.png'] as Buffer)).bytes).toEqual(bytesOf(0, 1));
    expect((await pixelsOf(samples[1]!['output.png'] as Buffer)).bytes).toEqual(bytesOf(0, 2));
  });
});

describe('curated portraits', () => {
  let portraits = '';
  beforeAll(async () => {
    portraits = await curated([
      { images: { image: 'jpeg' } },
      { images: { image: 'jpeg' }, tags: { prompt: 'a face' } },
    ]);
  });

  test('are one image and its description in WebDataset, as the files they are', async () => {
    const { out, summary } = await run('webdataset', portraits);
    const { samples } = await loadWebDataset([join(out, 'train-00000.tar')]);
    expect(samples.map((sample) => Object.keys(sample))).toEqual(Array(2).fill(['__key__', 'jpg', 'json']));
    expect(samples[1]!.jpg).toEqual(await readFile(join(portraits, `train/images/000/${id(1)}.jpg`)));
    expect(JSON.parse(String(samples[1]!.json))).toEqual({ id: id(1), key: 'people/p.1', faces: 1, sharpness: 0.25 });
    expect(summary.notes).toEqual(['Columns: <ext>, json']);
  });

  test('are one image column in parquet', async () => {
    const { out } = await run('parquet', portraits);
    const file = await asyncBufferFromFile(join(out, 'data/train-00000-of-00001.parquet'));
    const rows = await parquetReadObjects({ file, utf8: false });
    expect(Object.keys(rows[0]!)).toEqual(['image', 'edit_prompt', 'id', 'key', 'faces', 'sharpness']);
    expect(rows.map(({ edit_prompt }) => edit_prompt ?? null)).toEqual([null, 'a face']);
  });

  test.each(['pix2pix', 'pix2pixhd', 'instruct-pix2pix'] as const)('%s refuses them in one line', async (format) => {
    const message = `Expected pairs for --format ${format} but received single portraits in ${portraits}`;
    await expect(run(format, portraits)).rejects.toMatchObject({ code: 'E_USAGE', message });
  });
});

describe('what is no finished dataset', () => {
  const reasonOf = (root: string): Promise<string> =>
    run('pix2pix', root).then(
      () => 'none',
      (error) => (error instanceof DiptychError ? `${error.code} ${error.message}` : String(error)),
    );

  test('is called what it is', async () => {
    const empty = await tempFolder();
    expect(await reasonOf(empty)).toBe(
      `E_DATASET Expected a finished dataset for ${empty} but received no folder with stats.json or curation.json`,
    );
    expect(await reasonOf('/nowhere/at/all')).toContain('/nowhere/at/all');
    const both = await curated([{ images: PAIR }, { images: { image: 'png' } }]);
    expect(await reasonOf(both)).toMatch(/^E_DATASET .*but received both$/);

    const unfinished = await curated([{ images: PAIR }]);
    await rm(join(unfinished, 'curation.json'));
    expect(await reasonOf(unfinished)).toBe(
      `E_DATASET Expected a file for ${join(unfinished, 'curation.json')} but received none`,
    );
    await writeFile(join(unfinished, 'curation.json'), '{"curation": 2}');
    expect(await reasonOf(unfinished)).toContain('what diptych writes as curation.json');
    await expect(collect(readDataset(pairs))).rejects.toMatchObject({
      message: `Expected a dataset of diptych generate or grow for ${pairs} but received one of curate`,
    });
  });

  test('names the damaged image, the missing record and the line that is none, and leaves nothing behind', async () => {
    const root = await curated([{ images: PAIR }, { images: PAIR }]);
    const file = `train/after/000/${id(1)}.png`;
    await writeFile(join(root, file), 'damaged');
    expect(await reasonOf(root)).toContain(file);
    expect(await reasonOf(await curated([{ images: PAIR }], { kept: 2 }))).toMatch(/2 kept records .*records\.jsonl/);
    const records = await readFile(join(root, 'records.jsonl'), 'utf8');
    await writeFile(join(root, 'records.jsonl'), records.replace('train/before/000/', '../'));
    const out = join(await tempFolder(), 'out');
    await expect(collect(EXPORTERS.parquet(root, out))).rejects.toMatchObject({
      message: expect.stringContaining('records.jsonl:1'),
    });
    expect(await readdir(dirname(out))).toEqual([]);
  });
});
