import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pack } from 'tar-stream';
import { describe, expect, test } from 'vitest';
import { exportWebDataset, shardWriter } from '../../../src/dataset/export/webdataset.js';
import { readDataset } from '../../../src/dataset/reader.js';
import { readRef } from '../../../src/dataset/source/index.js';
import { tarMembers } from '../../../src/dataset/source/tar.js';
import { collect, judged, makeDataset, tempFolder } from '../synthetic.js';
import { read, tree } from './tree.js';

/** A tar of these members, as our exporter writes them. */
async function shard(folder: string, prefix: string, members: Readonly<Record<string, string>>): Promise<string> {
  const writer = shardWriter(folder, prefix, 1e9);
  await writer.add(Object.entries(members).map(([name, text]) => ({ name, data: Buffer.from(text) })));
  await writer.close();
  return `${prefix}-00000.tar`;
}

const hasTar = (() => {
  try {
    return execFileSync('tar', ['--version'], { encoding: 'utf8' }).includes('GNU tar');
  } catch {
    return false;
  }
})();

describe('samples', () => {
  test('our export is read back, each member by its offset', async () => {
    const root = await tempFolder();
    await makeDataset(
      root,
      Array.from({ length: 8 }, (_, i) => judged(i)),
    );
    const out = join(await tempFolder(), 'out');
    await collect(exportWebDataset(root, out));
    const { format, items } = await read(out);
    expect(format).toBe('webdataset');
    const pairs = await collect(readDataset(root));
    expect(items.length).toBe(8);
    for (const { record, files } of pairs) {
      const item = items.find(({ key }) => key === `${record.split}-00000/${record.id}`)!;
      expect(item).toMatchObject({
        kind: 'pair',
        split: record.split,
        tags: { edit_prompt: 'make the person older', seed: record.seed },
      });
      expect(item.images.map(({ role }) => role)).toEqual(['before', 'after', 'mask']);
      for (const image of item.images) expect(await readRef(out, image)).toEqual(await files[image.role]!.read());
    }
  });

  test('columns in use, lone images, and what is no sample', async () => {
    const root = await tempFolder();
    await shard(root, 'laion_val', {
      '1.0.png': 'a',
      '1.1.png': 'b',
      '2.after.jpg': 'b',
      '2.before.webp': 'a',
      './dir/3.jpg': 'x',
      './dir/3.json': '{"caption": "c", "list": [1]}',
      '4.original_image.png': 'a',
      '4.depth.png': 'd',
      '5.left.png': 'a',
      '5.right.png': 'b',
      '6.json': '{}',
      '7.png': 'x',
      '7.jpg': 'y',
      '8.png': 'x',
      '8.json': 'broken',
      '__info__.txt': 'x',
      '1.png': 'again',
    });
    const { lines, items } = await read(root);
    const of = (line: string) => `laion_val-00000/${line}`;
    expect(lines).toEqual([
      of('1: before=1.0.png after=1.1.png'),
      of('2: before=2.before.webp after=2.after.jpg'),
      of('dir/3: image=./dir/3.jpg'),
      of('4: before=4.original_image.png !missing_partner'),
      of('5: !bad_metadata'),
      of('7: image=7.png !bad_metadata'),
      of('8: image=8.png !bad_metadata'),
      of('1#8: image=1.png'),
    ]);
    expect(items[2]).toMatchObject({ split: 'val', tags: { caption: 'c' } });
    expect(items[4]!.trouble!.detail).toContain('no known column, but left.png, right.png');
  });

  test('splits by folder, several shards in order, compressed ones said', async () => {
    const root = await tempFolder();
    for (const split of ['train', 'test']) await mkdir(join(root, split));
    await shard(join(root, 'train'), 'b', { '1.png': 'x' });
    await shard(join(root, 'train'), 'a', { '1.png': 'x' });
    await shard(join(root, 'test'), 'a', { '1.png': 'x' });
    await writeFile(join(root, 'train/c.tar.gz'), 'x');
    const { items, lines } = await read(root);
    expect(items.map(({ split }) => split)).toEqual(['test', 'train', 'train', 'train']);
    expect(lines).toEqual([
      'test/a-00000/1: image=1.png',
      'train/a-00000/1: image=1.png',
      'train/b-00000/1: image=1.png',
      'train/c.tar.gz/: !unreadable',
    ]);
  });
});

describe('damage', () => {
  const members = { '1.input.png': 'a'.repeat(700), '1.output.png': 'b'.repeat(700), '2.png': 'c'.repeat(700) };
  // Headers at 0, 1536, 3072; contents 512 behind them.

  test.each([
    [3072 + 512 + 10, ['t-00000/1: before=1.input.png after=1.output.png', 't-00000/2: image=2.png !truncated']],
    [3072 + 100, ['t-00000/1: before=1.input.png after=1.output.png', 't-00000/: !truncated']],
    [1536 + 600, ['t-00000/1: before=1.input.png after=1.output.png !truncated']],
    [0, ['t-00000/: !empty']],
  ])('cut after %i bytes', async (bytes, expected) => {
    const root = await tempFolder();
    await truncate(join(root, await shard(root, 't', members)), bytes);
    const { lines } = await read(root);
    // The trouble of an archive is under its path.
    expect(lines.map((line) => line.replace('t-00000.tar/', 't-00000/'))).toEqual(expected);
  });

  test('no tar at all, and a header that is damaged', async () => {
    expect((await read(await tree({ 'x.tar': 'n'.repeat(2000) }))).lines).toEqual(['x.tar/: !unreadable']);
    const root = await tempFolder();
    const path = join(root, await shard(root, 't', members));
    const file = await open(path, 'r+');
    await file.write(Buffer.from('9'), 0, 1, 3072);
    await file.close();
    expect((await read(root)).lines).toEqual([
      't-00000/1: before=1.input.png after=1.output.png',
      't-00000.tar/: !unreadable',
    ]);
  });

  test('a size beyond the file is cut, a bad one is an error', async () => {
    const root = await tempFolder();
    for (const [name, field] of [
      ['huge.tar', '77777777777\0'],
      ['bad.tar', 'xxxxxxxxxxx\0'],
    ] as const) {
      const header = Buffer.alloc(512);
      header.write('1.png', 0);
      header.write(field, 124);
      header.fill(' ', 148, 156);
      header[156] = 0x30;
      header.write(
        `${header
          .reduce((sum, byte) => sum + byte, 0)
          .toString(8)
          .padStart(6, '0')}\0 `,
        148,
      );
      await writeFile(join(root, name), header);
    }
    expect((await read(root)).lines).toEqual(['bad.tar/: !unreadable', 'huge/1: image=1.png !truncated']);
  });
});

describe.skipIf(!hasTar)('GNU tar', () => {
  const long = `${'d'.repeat(90)}/${'e'.repeat(90)}/${'ü'.repeat(60)}.input.png`;
  const deep = `${'f'.repeat(120)}.output.png`;

  test.each(['gnu', 'ustar', 'pax', 'v7'])('--format=%s', async (format) => {
    const short = format === 'ustar' ? `${'d'.repeat(90)}/${'e'.repeat(60)}/1.input.png` : '1.input.png';
    const names = format === 'ustar' || format === 'v7' ? [short, '2.output.png'] : [long, deep, '2.output.png'];
    const root = await tree(Object.fromEntries(names.map((name) => [name, `content of ${name}`])));
    execFileSync('tar', ['-c', `--format=${format}`, '-f', 'all.tar', ...names], { cwd: root });
    const bytes = await readFile(join(root, 'all.tar'));
    const members = await collect(tarMembers(join(root, 'all.tar'), 'all.tar'));
    expect(members.map(({ name }) => name)).toEqual(names);
    for (const { name, offset, bytes: length, cut } of members) {
      expect(bytes.toString('utf8', offset, offset + length)).toBe(`content of ${name}`);
      expect(cut).toBe(false);
    }
  });

  test('folders, links and sparse order are no members', async () => {
    const root = await tree({ 'd/1.png': 'x', 'd/2.png': '→ 1.png' });
    execFileSync('tar', ['-cf', 'all.tar', 'd'], { cwd: root });
    const members = await collect(tarMembers(join(root, 'all.tar'), 'all.tar'));
    expect(members.map(({ name }) => name)).toEqual(['d/1.png']);
  });
});

test('pax sizes and base-256 sizes, as tar-stream writes them', async () => {
  const root = await tempFolder();
  const tar = pack();
  tar.entry({ name: 'x'.repeat(300), pax: { comment: 'y' } }, 'abc');
  tar.entry({ name: '2.png' }, 'defg');
  tar.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of tar) chunks.push(chunk as Buffer);
  const bytes = Buffer.concat(chunks);
  // Size of the last member in base 256: a marked first byte, then 11 bytes, most significant first.
  const at = bytes.indexOf('2.png');
  bytes.fill(0, at + 124, at + 136);
  bytes[at + 124] = 0x80;
  bytes[at + 135] = 4;
  bytes.fill(' ', at + 148, at + 156);
  const sum = bytes.subarray(at, at + 512).reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, at + 148);
  await writeFile(join(root, 'x.tar'), bytes);
  const members = await collect(tarMembers(join(root, 'x.tar'), 'x.tar'));
  expect(members.map(({ name, bytes: length }) => [name, length])).toEqual([
    ['x'.repeat(300), 3],
    ['2.png', 4],
  ]);
  expect(members.map(({ offset, bytes: length }) => bytes.toString('utf8', offset, offset + length))).toEqual([
    'abc',
    'defg',
  ]);
});
