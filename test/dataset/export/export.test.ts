import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, test } from 'vitest';
import { EXPORTERS, type ExportFormat, type ExportSummary } from '../../../src/dataset/export/index.js';
import { splitShares } from '../../../src/dataset/export/instruct-pix2pix.js';
import { shardWriter } from '../../../src/dataset/export/webdataset.js';
import { SPLITS } from '../../../src/dataset/splits.js';
import type { ProgressEvent } from '../../../src/engine/events.js';
import { decodeBytes } from '../../../src/image/codec.js';
import { sourceTypeOf } from '../../../src/image/xmp.js';
import { bytesOf, judged, makeDataset, makeRecipe, snapshot, tempFolder } from '../synthetic.js';
import { loadInstructPix2pix, loadPix2pix, loadPix2pixHd, loadWebDataset, pixelsOf } from './consumers.js';

const drop = { failures: [{ gate: 'identity', value: 0.2, threshold: 0.4 }] };
const KEPT = Array.from({ length: 24 }, (_, i) => i).filter((i) => i % 3 !== 1);

/** A dataset, and its kept indices by split, in order. */
interface Made {
  readonly root: string;
  readonly byName: Readonly<Record<string, number[]>>;
}

async function make(format: 'png' | 'webp' | 'jpeg', between: string[] = []): Promise<Made> {
  const root = await tempFolder();
  const pairs = Array.from({ length: 24 }, (_, i) =>
    judged(i, { ...(i % 3 === 1 ? drop : {}), between, scores: i % 2 ? {} : { pose: i } }),
  );
  await makeDataset(root, pairs, makeRecipe({ write: { format, validation: 0.25, test: 0.25 } }));
  const byName: Record<string, number[]> = {};
  for (const split of SPLITS) {
    const text = await readFile(join(root, split, 'metadata.jsonl'), 'utf8');
    byName[split] = text
      .trimEnd()
      .split('\n')
      .map((line) => Number(JSON.parse(line).id));
  }
  expect(
    Object.values(byName)
      .flat()
      .sort((a, b) => a - b),
  ).toEqual(KEPT);
  return { root, byName };
}

async function run(format: ExportFormat, root: string, options: { out?: string; overwrite?: boolean } = {}) {
  const out = options.out ?? join(await tempFolder(), 'out');
  const events: ProgressEvent[] = [];
  const generator = EXPORTERS[format](root, out, options);
  let next = await generator.next();
  for (; !next.done; next = await generator.next()) events.push(next.value);
  return { out, events, summary: next.value as ExportSummary };
}

let png: Made;
let webp: Made;
let jpeg: Made;
let stack: Made;
beforeAll(async () => {
  [png, webp, jpeg, stack] = await Promise.all([make('png'), make('webp'), make('jpeg'), make('png', ['age-25'])]);
}, 120_000);

const val = (split: string): string => (split === 'validation' ? 'val' : split);

describe('pix2pix', () => {
  test.each(['png', 'webp'] as const)('reads a %s dataset pixel by pixel', async (format) => {
    const made = { png, webp }[format];
    const { out, summary } = await run('pix2pix', made.root);
    for (const split of SPLITS) {
      const loaded = await loadPix2pix(out, val(split));
      expect(loaded.map(({ a }) => a.bytes)).toEqual(made.byName[split]!.map((i) => bytesOf(i, 0)));
      expect(loaded.map(({ b }) => b.bytes)).toEqual(made.byName[split]!.map((i) => bytesOf(i, 1)));
      expect(summary.pairs[val(split)]).toBe(loaded.length);
    }
  });

  test('keeps the provenance of the edited image', async () => {
    const { out } = await run('pix2pix', png.root);
    const name = `${String(png.byName.train![0]).padStart(9, '0')}.png`;
    const { xmp } = await decodeBytes(join(out, 'train/000', name));
    expect(sourceTypeOf(xmp!)).toBe('compositeWithTrainedAlgorithmicMedia');
  });
});

describe('pix2pixHD', () => {
  test.each(['png', 'webp'] as const)('pairs a %s dataset by sorted names', async (format) => {
    const made = { png, webp }[format];
    const { out } = await run('pix2pixhd', made.root);
    for (const split of SPLITS) {
      const pairs = await loadPix2pixHd(out, val(split));
      expect(pairs.length).toBe(made.byName[split]!.length);
      for (const [i, [a, b]] of pairs.entries()) {
        expect(a.replace('_A/', '_B/')).toBe(b);
        expect((await pixelsOf(a)).bytes).toEqual(bytesOf(made.byName[split]![i]!, 0));
        expect((await pixelsOf(b)).bytes).toEqual(bytesOf(made.byName[split]![i]!, 1));
      }
    }
  });

  test('a JPEG dataset is copied, not encoded again', async () => {
    const { out } = await run('pix2pixhd', jpeg.root);
    const name = `000/${String(jpeg.byName.train![0]).padStart(9, '0')}.jpg`;
    expect(await readFile(join(out, 'train_B', name))).toEqual(await readFile(join(jpeg.root, 'train/after', name)));
  });
});

describe('InstructPix2Pix', () => {
  test('its own split fractions give our splits', async () => {
    const { out, summary } = await run('instruct-pix2pix', png.root);
    const shares = JSON.parse(/splits: (\[.*\]) in/.exec(summary.notes[0]!)![1]!);
    for (const split of SPLITS) {
      const loaded = await loadInstructPix2pix(out, val(split) as 'val', shares);
      expect(loaded.map(({ name }) => Number(name))).toEqual(png.byName[split]);
      for (const { name, edit, before, after } of loaded) {
        expect(edit).toBe('make the person older');
        // These patterns wrap around at 255, which JPEG rings at; the mean error tells before from after.
        expect(meanDifference(before.bytes, bytesOf(Number(name), 0))).toBeLessThan(4);
        expect(meanDifference(after.bytes, bytesOf(Number(name), 1))).toBeLessThan(4);
      }
    }
  });

  test('fractions survive rounding for every mixture of counts', () => {
    for (let train = 0; train <= 40; train++)
      for (let validation = 0; validation <= 8; validation++)
        for (let test = 0; test <= 8; test++) {
          const n = train + validation + test;
          if (n === 0) continue;
          const [a, b, c] = splitShares({ train, validation, test });
          expect(a + b + c).toBe(1);
          expect([Math.floor(a * n), Math.floor((a + b) * n)]).toEqual([train, train + validation]);
        }
  });

  test('a JPEG dataset is copied, not encoded again', async () => {
    const { out } = await run('instruct-pix2pix', jpeg.root);
    const index = jpeg.byName.train![0]!;
    const id = String(index).padStart(9, '0');
    expect(await readFile(join(out, id, `${1000 + index}_1.jpg`))).toEqual(
      await readFile(join(jpeg.root, `train/after/000/${id}.jpg`)),
    );
  });
});

describe('WebDataset', () => {
  test.each(['png', 'webp'] as const)('reads a %s dataset pixel by pixel', async (format) => {
    const made = { png, webp }[format];
    const { out } = await run('webdataset', made.root);
    for (const split of SPLITS) {
      const { samples, headers } = await loadWebDataset([join(out, `${split}-00000.tar`)]);
      expect(samples.map((sample) => Number(sample.__key__))).toEqual(made.byName[split]);
      for (const sample of samples) {
        const index = Number(sample.__key__);
        expect(Object.keys(sample)).toEqual(['__key__', `input.${format}`, `output.${format}`, 'mask.png', 'json']);
        expect((await pixelsOf(sample[`input.${format}`] as Buffer)).bytes).toEqual(bytesOf(index, 0));
        expect((await pixelsOf(sample[`output.${format}`] as Buffer)).bytes).toEqual(bytesOf(index, 1));
        const json = String(sample.json);
        expect(JSON.parse(json)).toEqual({
          edit_prompt: 'make the person older',
          id: sample.__key__,
          seed: 1000 + index,
          identity: 0.5 + index / 1000,
          sharpness: index % 2,
        });
        expect(json).toMatch(/"sharpness": [01]\.0/);
      }
      expect(new Set(headers.map(({ mtime }) => mtime))).toEqual(new Set([0]));
    }
  });

  test('shards are numbered without gaps, stay below the limit, and never cut a sample', async () => {
    const folder = await tempFolder();
    const writer = shardWriter(folder, 'train', 4000);
    for (let i = 0; i < 7; i++)
      await writer.add(['a.png', 'b.json'].map((end) => ({ name: `k${i}.${end}`, data: Buffer.alloc(600, i) })));
    await writer.close();
    // A sample is 2 × (512 + 1024) = 3072 bytes, so one fits.
    const names = (await readdir(folder)).sort();
    expect(names).toEqual(Array.from({ length: 7 }, (_, i) => `train-0000${i}.tar`));
    const { samples } = await loadWebDataset(names.map((name) => join(folder, name)));
    expect(samples.map((sample) => Object.keys(sample).length)).toEqual(Array(7).fill(3));
  });
});

describe('parquet', () => {
  test('holds the files byte by byte, typed columns, and what Hugging Face reads from the footer', async () => {
    const { out } = await run('parquet', png.root);
    for (const split of SPLITS) {
      const file = await asyncBufferFromFile(join(out, `data/${split}-00000-of-00001.parquet`));
      const rows = await parquetReadObjects({ file, utf8: false });
      expect(rows.map(({ id }) => Number(id))).toEqual(png.byName[split]);
      for (const row of rows) {
        const index = Number(row.id);
        const path = `000/${row.id}.png`;
        expect(Buffer.from(row.input_image.bytes)).toEqual(await readFile(join(png.root, split, 'before', path)));
        expect(Buffer.from(row.edited_image.bytes)).toEqual(await readFile(join(png.root, split, 'after', path)));
        expect(Buffer.from(row.mask.bytes)).toEqual(await readFile(join(png.root, split, 'mask', path)));
        expect(row.mask.path).toBe(`${row.id}.png`);
        expect([row.edit_prompt, row.seed, row.identity]).toEqual([
          'make the person older',
          BigInt(1000 + index),
          0.5 + index / 1000,
        ]);
        expect(row.pose ?? null).toBe(index % 2 ? null : index);
      }
      const { key_value_metadata } = await parquetMetadataAsync(file);
      const { features } = JSON.parse(key_value_metadata!.find(({ key }) => key === 'huggingface')!.value!).info;
      expect(Object.keys(features)).toEqual(Object.keys(rows[0]!));
      expect(features).toMatchObject({
        input_image: { _type: 'Image' },
        seed: { dtype: 'int64', _type: 'Value' },
        pose: { dtype: 'float64' },
      });
    }
    const card = await readFile(join(out, 'README.md'), 'utf8');
    expect(card).toContain('path: data/train-*.parquet');
    expect(card).not.toContain('train/**');
    expect(card).toContain('# age');
  });
});

describe('a stack', () => {
  test('becomes one row for each state after the first, always from before', async () => {
    const { out } = await run('pix2pix', stack.root);
    const loaded = await loadPix2pix(out, 'train');
    const expected = stack.byName
      .train!.flatMap((i) => [
        [i, 1],
        [i, 2],
      ])
      .map(([i, step]) => [bytesOf(i!, 0), bytesOf(i!, step!)]);
    // Sorted names: 000000000-age-25.png before 000000000.png.
    expect(loaded.map(({ a, b }) => [a.bytes, b.bytes])).toEqual(expected);
  });

  test('tells its steps apart in key and prompt', async () => {
    const { out, events } = await run('webdataset', stack.root);
    const { samples } = await loadWebDataset([join(out, 'train-00000.tar')]);
    const prompts = samples.slice(0, 2).map((sample) => JSON.parse(String(sample.json)).edit_prompt);
    expect(prompts).toEqual(['make the person older (age-25)', 'make the person older']);
    expect(samples.map((sample) => sample.__key__)).toEqual(
      stack.byName.train!.map((i) => String(i).padStart(9, '0')).flatMap((id) => [`${id}-age-25`, id]),
    );
    expect(events).toContainEqual({ event: 'stage', stage: 'export webdataset', done: 32, total: 32 });
  });
});

describe('every export', () => {
  test.each(Object.keys(EXPORTERS) as ExportFormat[])('%s: the same dataset gives the same bytes', async (format) => {
    const [one, two] = [await run(format, png.root), await run(format, png.root)];
    expect(await snapshot(one.out)).toEqual(await snapshot(two.out));
    expect(one.events.at(-1)).toEqual({ event: 'summary', summary: one.summary });
  });

  test('never touches a folder that holds anything but an export', async () => {
    const out = await tempFolder();
    await writeFile(join(out, 'thesis.txt'), 'mine');
    for (const overwrite of [false, true])
      await expect(run('pix2pix', png.root, { out, overwrite })).rejects.toMatchObject({
        code: 'E_USAGE',
        message: expect.stringContaining(out),
      });
    expect([...(await snapshot(out)).keys()]).toEqual(['thesis.txt']);
  });

  test('replaces an earlier export when told to', async () => {
    const { out } = await run('pix2pix', png.root);
    await expect(run('pix2pixhd', png.root, { out })).rejects.toMatchObject({
      code: 'E_USAGE',
      hint: expect.stringContaining('--overwrite'),
    });
    await run('pix2pixhd', png.root, { out, overwrite: true });
    expect((await readdir(out)).sort()).toContain('train_A');
    expect(existsSync(join(out, 'train'))).toBe(false);
  });

  test('refuses the dataset itself, a folder in it, and one around it', async () => {
    for (const out of [png.root, join(png.root, 'export'), join(png.root, '..')])
      await expect(run('pix2pix', png.root, { out, overwrite: true })).rejects.toMatchObject({ code: 'E_USAGE' });
  });

  test.each(Object.keys(EXPORTERS) as ExportFormat[])(
    '%s: a damaged image stops it and leaves nothing behind',
    async (format) => {
      const { root, byName } = await make('png');
      const id = String(byName.train![2]).padStart(9, '0');
      await writeFile(join(root, `train/after/000/${id}.png`), 'damaged');
      const parent = await tempFolder();
      await mkdir(join(parent, 'sub'));
      await expect(run(format, root, { out: join(parent, 'sub/out') })).rejects.toMatchObject({
        code: 'E_DATASET',
        message: expect.stringContaining(id),
      });
      expect(await readdir(join(parent, 'sub'))).toEqual([]);
    },
  );
});

function meanDifference(a: Uint8Array, b: Uint8Array): number {
  return a.reduce((sum, byte, i) => sum + Math.abs(byte - b[i]!), 0) / a.length;
}
