import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exportInstructPix2pix } from '../../../src/dataset/export/instruct-pix2pix.js';
import { exportPix2pix } from '../../../src/dataset/export/pix2pix.js';
import { exportPix2pixHd } from '../../../src/dataset/export/pix2pixhd.js';
import { readDataset } from '../../../src/dataset/reader.js';
import { MAX_ROW_CHARS } from '../../../src/dataset/source/rows-of-text.js';
import { collect, judged, makeDataset, tempFolder } from '../synthetic.js';
import { read, touch, tree } from './tree.js';

const drop = { failures: [{ gate: 'identity', value: 0.2, threshold: 0.4 }] };

async function generated(between: readonly string[] = []): Promise<string> {
  const root = await tempFolder();
  const pairs = Array.from({ length: 12 }, (_, i) => judged(i, { between, ...(i % 3 === 1 ? drop : {}) }));
  await makeDataset(root, pairs);
  return root;
}

/** Kept pairs as our own reader knows them: split and paths. */
const kept = async (root: string) =>
  (await collect(readDataset(root))).map(({ record, files }) => ({
    record,
    paths: Object.values(files).map(({ path }) => path),
  }));

async function exported(exporter: typeof exportPix2pix, root: string): Promise<string> {
  const out = join(await tempFolder(), 'out');
  await collect(exporter(root, out));
  return out;
}

describe('diptych', () => {
  test('the kept pairs of a generated dataset, with the steps of a stack', async () => {
    const root = await generated(['age-25']);
    const { format, items } = await read(root);
    const pairs = await kept(root);
    expect(format).toBe('diptych');
    expect(items.length).toBe(8);
    for (const [i, { record, paths }] of pairs.entries()) {
      expect(items[i]).toMatchObject({ index: i, key: record.id, kind: 'pair', split: record.split });
      expect(items[i]!.images.map(({ role }) => role)).toEqual(['before', 'between/age-25', 'after', 'mask']);
      expect(items[i]!.images.map(({ path }) => path)).toEqual(paths);
      expect(items[i]!.tags).toEqual({ prompt: 'make the person older', seed: record.seed });
      expect(items[i]!.trouble).toBeUndefined();
    }
  });

  test('a file that is gone, a line that is cut, and a path that leads out are troubles', async () => {
    const line = (id: string, before: string) =>
      JSON.stringify({
        id,
        seed: 1,
        verdict: 'kept',
        split: 'train',
        files: { before: { path: before }, after: { path: 'b.png' } },
      });
    const { lines, items } = await read(
      await tree({
        'stats.json': '{}',
        'b.png': '',
        'records.jsonl': [
          line('0', 'gone.png'),
          line('1', '../b.png'),
          line('2', '/etc/passwd'),
          '{"id":',
          line('4', 'b.png'),
        ].join('\n'),
      }),
    );
    expect(lines).toEqual([
      '0: after=b.png !missing_partner',
      'records.jsonl#2: !bad_metadata',
      'records.jsonl#3: !bad_metadata',
      'records.jsonl#4: !bad_metadata',
      '4: before=b.png after=b.png',
    ]);
    expect(items[0]!.trouble!.detail).toBe('gone.png of 0 is not there');
  });

  test('a curated dataset keeps keys, tags and single images', async () => {
    const record = (key: string, verdict: string, files: object) =>
      JSON.stringify({ key, verdict, split: 'test', tags: { who: 'Ann' }, files });
    const { format, items, lines } = await read(
      await tree({
        'curation.json': '{}',
        'measurements.jsonl': '',
        'test/images/000/000000003.png': '',
        'records.jsonl': `${record('a/x', 'kept', { image: { path: 'test/images/000/000000003.png' } })}\n${record('b', 'dropped', {})}\n`,
      }),
    );
    expect(format).toBe('diptych');
    expect(lines).toEqual(['a/x: image=test/images/000/000000003.png']);
    expect(items[0]).toMatchObject({ kind: 'single', split: 'test', tags: { who: 'Ann' } });
  });

  test.each(['journal.jsonl', 'measurements.jsonl'])('one that was interrupted is an error (%s)', async (journal) => {
    await expect(read(await touch(journal, '1.png'))).rejects.toMatchObject({
      code: 'E_DATASET',
      hint: expect.stringContaining('goes on'),
    });
  });
});

describe('our exports are read back', () => {
  test('pix2pix and pix2pixHD', async () => {
    const root = await generated();
    const pairs = await kept(root);
    const expected = pairs
      .map(({ record }) => [record.split === 'validation' ? 'val' : record.split, record.id] as const)
      .sort((a, b) => (a.join('/') < b.join('/') ? -1 : 1));
    for (const [format, exporter] of [
      ['pix2pix', exportPix2pix],
      ['pix2pixhd', exportPix2pixHd],
    ] as const) {
      const brief = await read(await exported(exporter, root));
      expect(brief.format).toBe(format);
      expect(brief.items.map(({ key, split }) => [split, key])).toEqual(
        expected.map(([split, id]) => [split, `${split}/000/${id}`]),
      );
      for (const { trouble, images } of brief.items) expect([trouble, images.length]).toEqual([undefined, 2]);
    }
  });

  test('InstructPix2Pix', async () => {
    const root = await generated();
    const { format, items } = await read(await exported(exportInstructPix2pix, root));
    expect(format).toBe('instruct-pix2pix');
    const keys = (await kept(root)).map(({ record }) => `${record.id}/${record.seed}`);
    expect(items.map(({ key }) => key).sort()).toEqual(keys);
    const { key, tags, images } = items[0]!;
    expect(tags).toEqual({ edit: 'make the person older' });
    expect(images).toEqual([
      { role: 'before', path: `${key}_0.jpg` },
      { role: 'after', path: `${key}_1.jpg` },
    ]);
  });

  test('imagefolder: a dataset of ours without its records', async () => {
    const root = await generated(['age-25']);
    const own = (await read(root)).items;
    for (const name of ['records.jsonl', 'journal.jsonl', 'stats.json', 'dropped'])
      await rm(join(root, name), { recursive: true, force: true });
    const { format, items } = await read(root);
    expect(format).toBe('imagefolder');
    const byPath = new Map(items.map((item) => [item.images[0]!.path, item]));
    expect(byPath.size).toBe(own.length);
    for (const { images, split, tags } of own) {
      const item = byPath.get(images[0]!.path)!;
      expect(item).toMatchObject({ images, split, tags: { edit_prompt: tags!.prompt, seed: tags!.seed } });
    }
  });
});

describe('imagefolder', () => {
  test('one column is single images; CSV with quotes and line feeds', async () => {
    const { format, lines, items } = await read(
      await tree({
        'train/metadata.csv':
          '\ufefffile_name,text,n,id\r\n1.png,"a ""quoted"", comma\nand line",1.5,007\r\nsub/2.png,plain,,2\n',
        'train/1.png': '',
        'train/sub/2.png': '',
        'other/3.png': '',
      }),
    );
    expect(format).toBe('imagefolder');
    expect(lines).toEqual([
      'other/3: image=other/3.png',
      'train/1: image=train/1.png',
      'train/sub/2: image=train/sub/2.png',
    ]);
    expect(items[1]).toMatchObject({
      kind: 'single',
      split: 'train',
      tags: { text: 'a "quoted", comma\nand line', n: 1.5, id: '007' },
    });
    expect(items[2]!.tags).toEqual({ text: 'plain', id: 2 });
  });

  test.each([
    ['ours', { input_image_file_name: 'a.png', edited_image_file_name: 'b.png', edit_prompt: 'p' }],
    ['the original names', { original_image: 'a.png', edited_image: 'b.png', edit_prompt: 'p' }],
    ['the image and its edit', { file_name: 'a.png', edited_image_file_name: 'b.png', edit_prompt: 'p' }],
    ['ControlNet', { image_file_name: 'b.png', conditioning_image_file_name: 'a.png', edit_prompt: 'p' }],
    ['input as text', { file_name: 'a.png', output: 'b.png', edit_prompt: 'p' }],
  ])('columns of a pair: %s', async (_name, row) => {
    const { items } = await read(await tree({ 'metadata.jsonl': JSON.stringify(row), 'a.png': '', 'b.png': '' }));
    expect(items).toEqual([
      {
        index: 0,
        key: 'a',
        kind: 'pair',
        tags: { edit_prompt: 'p' },
        images: [
          { role: 'before', path: 'a.png' },
          { role: 'after', path: 'b.png' },
        ],
      },
    ]);
  });

  test('hostile rows are troubles, and rows behind them are read', async () => {
    const rows = [
      '{"file_name": "../secret.png"}',
      '{"file_name": "/etc/passwd"}',
      '{"file_name": "x/../../secret.png"}',
      '{"file_name": "C:\\\\secret.png"}',
      '{"file_name": "https://example.org/x.png"}',
      '{"file_name": "a\\u0000.png"}',
      '{"file_name": 5}',
      '{"file_name": ""}',
      '[1, 2]',
      'not json',
      '{"other": "x"}',
      `{"file_name": "a.png", "text": "${'x'.repeat(MAX_ROW_CHARS)}"}`,
      '',
      '{"file_name": "a.png", "text": "ok", "list": [1], "deep": {"x": 1}, "none": null, "yes": true}',
      '{"file_name": "a.png"}',
    ];
    const { items } = await read(await tree({ 'metadata.jsonl': rows.join('\n'), 'a.png': '' }));
    expect(items.slice(0, 12).map(({ key, trouble, images }) => [key, trouble?.reason, images])).toEqual(
      rows.slice(0, 12).map((_, i) => [`metadata.jsonl#${i + 1}`, 'bad_metadata', []]),
    );
    expect(items.slice(12).map(({ key, tags }) => [key, tags])).toEqual([
      ['a', { text: 'ok', yes: 'true' }],
      ['a#15', undefined],
    ]);
    for (const { trouble } of items) expect((trouble?.detail.length ?? 0) < 400).toBe(true);
  });

  test('a pair whose file is gone; rows of CSV that do not fit; a quote that never ends', async () => {
    const { lines } = await read(
      await tree({
        'metadata.csv': `input,output\na.png,b.png\na.png,gone.png\na.png\n"${'x'.repeat(MAX_ROW_CHARS)}\na.png,b.png\n"a.png,b.png\n`,
        'metadata.jsonl/not-a-file': '',
        'a.png': '',
        'b.png': '',
      }),
    );
    expect(lines).toEqual([
      'a: before=a.png after=b.png',
      'a#3: before=a.png !missing_partner',
      'metadata.csv#4: !bad_metadata',
      'metadata.csv#5: !bad_metadata',
      'a#6: before=a.png after=b.png',
      'metadata.csv#7: !bad_metadata',
    ]);
  });
});

describe('InstructPix2Pix', () => {
  test('what is missing, and hostile lists', async () => {
    const files = {
      'one/1_0.jpg': '',
      'one/1_1.png': '',
      'one/2_0.jpg': '',
      'one/prompt.json': '{"edit": "older", "input": "a man"}',
      'two/3_0.jpg': '',
      'two/3_1.jpg': '',
      'two/prompt.json': 'broken',
    };
    const seeds =
      '[["one", [1, "2"]], ["../up", [1]], ["/etc", [1]], ["a/b", [1]], 5, ["none", [7]], ["one", [1]],\n["two", [3]], ["t{w]o\\"", [';
    const { lines, items } = await read(await tree({ ...files, 'seeds.json': seeds }));
    expect(lines).toEqual([
      'one/1: before=one/1_0.jpg after=one/1_1.png',
      'one/2: before=one/2_0.jpg !missing_partner',
      'seeds.json#2: !bad_metadata',
      'seeds.json#3: !bad_metadata',
      'seeds.json#4: !bad_metadata',
      'seeds.json#5: !bad_metadata',
      'none/7: !missing_partner',
      'one/1#7: before=one/1_0.jpg after=one/1_1.png',
      'two/3: before=two/3_0.jpg after=two/3_1.jpg !bad_metadata',
      'seeds.json#9: !bad_metadata',
    ]);
    expect(items[0]!.tags).toEqual({ edit: 'older', input: 'a man' });
  });

  test.each(['{}', '', 'x', '[["a", [1]]] x'])('no list: %j', async (seeds) => {
    const root = await tree({ 'a/1_0.jpg': '', 'a/1_1.jpg': '' });
    await mkdir(root, { recursive: true });
    await writeFile(join(root, 'seeds.json'), seeds);
    expect((await read(root)).items.at(-1)!.trouble!.reason).toBe('bad_metadata');
  });
});
