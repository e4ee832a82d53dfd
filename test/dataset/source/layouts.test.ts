import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { openSource, SOURCE_FORMATS } from '../../../src/dataset/source/index.js';
import { collect, tempFolder } from '../synthetic.js';
import { png, read, touch, tree } from './tree.js';

describe('portraits', () => {
  test('every image in order of code units, whatever its extension, and nothing that is clearly no image', async () => {
    const root = await touch(
      ...['b.png', 'a.JPG', 'a-1.webp', 'a/x.gif', 'a/Z.svg', 'Ä.tif', 'noext', 'odd.xyz', 'c.heic', 'c.avif', 'c.bmp'],
      ...['notes.txt', 'm.json', 'l.csv', 'README.md', 'LICENSE', '.hidden.png', '.git/x.png', 'w.npy', 'x.png.tmp-12'],
    );
    const { format, lines, items } = await read(root);
    expect(format).toBe('portraits');
    expect(lines).toEqual([
      'a: image=a.JPG',
      'a-1: image=a-1.webp',
      'a/Z: image=a/Z.svg',
      'a/x: image=a/x.gif',
      'b: image=b.png',
      'c.avif: image=c.avif',
      'c.bmp: image=c.bmp',
      'c.heic: image=c.heic',
      'noext: image=noext',
      'odd: image=odd.xyz',
      'Ä: image=Ä.tif',
    ]);
    expect(items.map(({ index, kind }) => [index, kind])).toEqual(lines.map((_, i) => [i, 'single']));
  });

  test('a top folder called like a split is one', async () => {
    const { items } = await read(
      await touch('train/1.png', 'val/2.png', 'data/test/3.png', 'people/train/4.png', '5.png'),
    );
    expect(items.map(({ key, split }) => [key, split])).toEqual([
      ['5', undefined],
      ['data/test/3', 'test'],
      ['people/train/4', undefined],
      ['train/1', 'train'],
      ['val/2', 'val'],
    ]);
  });

  test('two files of one stem keep their extensions in the key, and no third takes it', async () => {
    const { items } = await read(await touch('x.jpg', 'x.png', 'x.jpg.png', 'y.png'));
    expect(items.map(({ key }) => key)).toEqual(['x.jpg', 'x.png', 'x.jpg.png', 'y']);
  });

  test('links are followed, and one that leads back is one item', async () => {
    const root = await tree({
      'a/1.png': '',
      'a/up': '→ ..',
      'b.v2': '→ a',
      self: '→ self',
      'gone.png': '→ nowhere.png',
      'link.png': '→ a/1.png',
    });
    const { lines, items } = await read(root);
    expect(lines).toEqual([
      'a/1: image=a/1.png',
      'a/up/: !symlink_loop',
      'b.v2/1: image=b.v2/1.png',
      'b.v2/up/: !symlink_loop',
      'gone: image=gone.png',
      'link: image=link.png',
      'self/: !symlink_loop',
    ]);
    expect(items[1]!.trouble!.detail).toBe('a/up leads back to the root');
  });

  test.skipIf(process.platform === 'win32')('a folder that may not be listed is one item', async () => {
    const root = await touch('a/1.png', 'b/2.png');
    await chmod(join(root, 'a'), 0);
    await chmod(root, 0o755);
    // Root may list anything.
    const asRoot = process.getuid!() === 0;
    if (asRoot) process.seteuid!(65534);
    try {
      expect((await read(root, 'portraits')).lines).toEqual(['a/: !unreadable', 'b/2: image=b/2.png']);
    } finally {
      if (asRoot) process.seteuid!(0);
      await chmod(join(root, 'a'), 0o755);
    }
  });
});

describe('pix2pix', () => {
  test('images of 2:1 are halves of pairs; a broken one does not change that', async () => {
    const wide = await png(8, 4);
    const { format, lines, items } = await read(
      await tree({ 'train/1.png': wide, 'val/2.png': wide, 'val/3.png': 'broken' }),
    );
    expect(format).toBe('pix2pix');
    expect(lines).toEqual([
      'train/1: before=train/1.png:left after=train/1.png:right',
      'val/2: before=val/2.png:left after=val/2.png:right',
      'val/3: before=val/3.png:left after=val/3.png:right',
    ]);
    expect(items.map(({ split }) => split)).toEqual(['train', 'val', 'val']);
  });

  test('mostly 2:1 is ambiguous, seldom 2:1 is not', async () => {
    const [wide, square] = [await png(8, 4), await png()];
    await expect(read(await tree({ '1.png': wide, '2.png': wide, '3.png': square }))).rejects.toMatchObject({
      code: 'E_DATASET',
      message: expect.stringContaining('of its first 3 images 66 % exactly twice as wide as high'),
      hint: expect.stringContaining('--format diptych|pix2pix|'),
    });
    expect((await read(await tree({ '1.png': wide, '2.png': square, '3.png': square }))).format).toBe('portraits');
    expect((await read(await tree({ '1.png': await png(9, 4) }))).format).toBe('portraits');
  });
});

describe('A/B folders', () => {
  test('pairs by name, whatever the extensions; what is missing is said', async () => {
    const root = await touch('A/1.png', 'A/2.jpg', 'A/sub/4.png', 'B/1.jpg', 'B/3.png', 'B/sub/4.png', 'mask/1.png');
    const { format, lines, items } = await read(root);
    expect(format).toBe('ab-folders');
    expect(lines).toEqual([
      '1: before=A/1.png after=B/1.jpg mask=mask/1.png',
      '2: before=A/2.jpg !missing_partner',
      '3: after=B/3.png !missing_partner',
      'sub/4: before=A/sub/4.png after=B/sub/4.png',
    ]);
    expect(items[1]!.trouble!.detail).toBe('A/2.jpg has no image after');
  });

  test.each([
    [
      'before and after, split above',
      ['train/before/1.png', 'train/after/1.png', 'test/Before/2.png', 'test/After/2.png'],
    ],
    ['split below', ['input/train/1.png', 'output/train/1.png', 'input/test/2.png', 'output/test/2.png']],
    ['CycleGAN names', ['trainA/1.png', 'trainB/1.png', 'testA/2.png', 'testB/2.png']],
    ['endings', ['train/1_A.png', 'train/1_B.png', 'test/2_a.png', 'test/2_b.jpg']],
    ['endings in words', ['train/1_before.png', 'train/1_after.png', 'test/2_before.png', 'test/2_after.png']],
    ['endings in numbers', ['train/1_0.png', 'train/1_1.png', 'test/2_0.png', 'test/2_1.png', 'test/2_mask.png']],
  ])('%s', async (_name, files) => {
    const { format, items } = await read(await touch(...files));
    expect(format).toBe('ab-folders');
    expect(items.map(({ key, split, trouble }) => [key, split, trouble])).toEqual([
      ['test/2', 'test', undefined],
      ['train/1', 'train', undefined],
    ]);
    for (const { images } of items) expect(images.slice(0, 2).map(({ role }) => role)).toEqual(['before', 'after']);
  });

  test('a stray among endings is ambiguous, and an item of its own when the format is given', async () => {
    const root = await touch('1_A.png', '1_B.png', '2_A.png', '2_B.png', '2.png', 'cover.png');
    await expect(read(root)).rejects.toMatchObject({
      code: 'E_DATASET',
      message: expect.stringContaining('66 % with names like x_a'),
    });
    expect((await read(root, 'ab-folders')).lines).toEqual([
      '1: before=1_A.png after=1_B.png',
      '2.png: image=2.png !missing_partner',
      '2: before=2_A.png after=2_B.png',
      'cover.png: image=cover.png !missing_partner',
    ]);
  });

  test('several people numbered 0, 1, 2 are no pairs', async () => {
    expect((await read(await touch('ann_0.png', 'ann_1.png', 'ann_2.png', 'bob_3.png', 'bob_4.png'))).format).toBe(
      'portraits',
    );
  });

  test('a partner of two names is told by its extension', async () => {
    const { lines } = await read(await touch('A/1.png', 'A/1.jpg', 'B/1.png'));
    expect(lines).toEqual(['1.jpg: before=A/1.jpg !missing_partner', '1.png: before=A/1.png after=B/1.png']);
  });

  test('two ways to pair are an error', async () => {
    const root = await touch('A/1.png', 'B/1.png', 'before/1.png', 'after/1.png');
    await expect(read(root)).rejects.toMatchObject({
      message: expect.stringContaining('A/ with B/ and before/ with after/'),
    });
  });
});

describe('pix2pixHD', () => {
  test.each([
    ['A', 'B'],
    ['label', 'img'],
  ])('train_%s and train_%s', async (a, b) => {
    const root = await touch(
      `train_${a}/1.png`,
      `train_${b}/1.png`,
      `train_${a}/2.png`,
      `test_${a}/3.png`,
      `test_${b}/3.png`,
    );
    const { format, lines, items } = await read(root);
    expect(format).toBe('pix2pixhd');
    expect(lines).toEqual([
      `test/3: before=test_${a}/3.png after=test_${b}/3.png`,
      `train/1: before=train_${a}/1.png after=train_${b}/1.png`,
      `train/2: before=train_${a}/2.png !missing_partner`,
    ]);
    expect(items.map(({ split }) => split)).toEqual(['test', 'train', 'train']);
  });
});

describe('openSource', () => {
  test('no folder, a file, an empty folder, and a layout that it has not', async () => {
    const root = await tempFolder();
    const rejects = (path: string, options = {}) => expect(openSource(path, options)).rejects;
    await rejects(join(root, 'none')).toMatchObject({ code: 'E_DATASET', message: expect.stringContaining('ENOENT') });
    await rejects(root).toMatchObject({ code: 'E_DATASET', hint: expect.stringContaining(SOURCE_FORMATS.webdataset) });
    await writeFile(join(root, 'notes.txt'), 'x');
    await rejects(join(root, 'notes.txt')).toMatchObject({
      code: 'E_DATASET',
      message: expect.stringContaining('a file'),
    });
    await mkdir(join(root, 'sub'));
    await rejects(root).toMatchObject({ code: 'E_DATASET' });
    await rejects(root, { format: 'pix2pixhd' }).toMatchObject({
      code: 'E_DATASET',
      message: expect.stringContaining('train_A/'),
    });
  });

  test('two layouts at once are ambiguous', async () => {
    const both = { code: 'E_DATASET', hint: expect.stringContaining('--format') };
    await expect(read(await touch('a.tar', 'b.png'))).rejects.toMatchObject(both);
    await expect(read(await touch('a.tar', 'A/1.png', 'B/1.png'))).rejects.toMatchObject(both);
    await expect(read(await touch('seeds.json', 'metadata.jsonl'))).rejects.toMatchObject(both);
    await expect(read(await touch('train_A/1.png', 'train_B/1.png', 'A/1.png', 'B/1.png'))).rejects.toMatchObject(both);
  });

  test('items can be read again', async () => {
    const source = await openSource(await touch('1.png', '2.png'));
    expect(await collect(source.items())).toEqual(await collect(source.items()));
  });

  test('20,000 files: in order, every key once, in little memory', async () => {
    const root = await tempFolder();
    const names = Array.from({ length: 20_000 }, (_, i) => `${i % 20}/${(i * 7919) % 100_003}.png`);
    for (let i = 0; i < 20; i++) await mkdir(join(root, String(i)));
    for (let i = 0; i < names.length; i += 500) {
      await Promise.all(names.slice(i, i + 500).map((name) => writeFile(join(root, name), '')));
    }
    const source = await openSource(root, { format: 'portraits' });
    global.gc?.();
    const start = process.memoryUsage().heapUsed;
    let most = 0;
    let last = '';
    let count = 0;
    let ordered = true;
    for await (const { index, key } of source.items()) {
      ordered &&= index === count++ && last < key;
      last = key;
      if (count % 1000 === 0) most = Math.max(most, process.memoryUsage().heapUsed - start);
    }
    expect([count, ordered]).toEqual([20_000, true]);
    expect(most).toBeLessThan(100 * 2 ** 20);
  });
});
