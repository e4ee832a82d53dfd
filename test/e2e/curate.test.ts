import { createHash } from 'node:crypto';
import { appendFileSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import type { ItemRecord } from '../../src/item.js';
import { streamOf } from '../../src/random.js';
import { hasShared, shared } from '../fixtures/shared.js';
import { hashesOf, newFolder, start } from './command.js';

/** Measures pixels only, and gates nothing: a test of the run itself needs no face and no model. */
const BARE = ['--no-faces', '--pack', 'none', '--profile', 'none', '--quiet'];

/** A smooth random picture: unlike every other seed's, with edges, so that its hash means something. */
async function picture(seed: number, side = 96): Promise<Buffer> {
  const random = streamOf(seed, 0, 'picture');
  const coarse = Buffer.from(Uint8Array.from({ length: 7 * 7 * 3 }, () => Math.floor(random() * 256)));
  const image = sharp(coarse, { raw: { width: 7, height: 7, channels: 3 } });
  return image.resize(side, side, { kernel: 'cubic' }).png().toBuffer();
}

const recordsIn = (out: string): ItemRecord[] =>
  readFileSync(path.join(out, 'records.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

/** Hashes of all files; the report shows the command with its --out, which is left out of the comparison. */
function bytesOf(out: string): Record<string, string> {
  const report = readFileSync(path.join(out, 'report.html'), 'utf8').replaceAll(out, 'OUT');
  return { ...hashesOf(out), 'report.html': createHash('sha256').update(report).digest('hex') };
}

let photos = '';
let reference: Record<string, string> = {};

beforeAll(async () => {
  photos = path.join(newFolder(), 'photos');
  for (const split of ['train', 'test']) mkdirSync(path.join(photos, split), { recursive: true });
  for (let i = 0; i < 12; i++)
    writeFileSync(path.join(photos, 'train', `p${String(i).padStart(2, '0')}.png`), await picture(i));
  // One picture again under another name, and one of them in the other split.
  copyFileSync(path.join(photos, 'train', 'p03.png'), path.join(photos, 'train', 'q.png'));
  copyFileSync(path.join(photos, 'train', 'p05.png'), path.join(photos, 'test', 'leak.png'));
  writeFileSync(path.join(photos, 'test', 'fresh.png'), await picture(100));
  const out = newFolder();
  const ended = await start(['curate', photos, '-o', out, ...BARE, '--workers', '1']);
  expect(ended).toEqual({ status: 0, stdout: '', stderr: '' });
  reference = bytesOf(out);
});

describe('a curation', () => {
  it('drops repeated pictures, and of a leak the one that trains', async () => {
    const out = newFolder();
    const { stdout } = await start(['curate', photos, '-o', out, ...BARE.slice(0, -1), '--json']);
    const summary = JSON.parse(stdout.trim().split('\n').at(-1)!).summary;
    expect(summary).toMatchObject({ items: 15, kept: 13, duplicates: { exact: 2, near: 0, leaks: 1 } });
    expect(summary.splits).toEqual({ train: 11, test: 2 });
    const dropped = recordsIn(out).filter((record) => record.verdict === 'dropped');
    expect(dropped.map(({ key, gate, duplicate }) => [key, gate, duplicate?.of, duplicate?.leak])).toEqual([
      ['train/p05', 'duplicate', 'test/leak', true],
      ['train/q', 'duplicate', 'train/p03', false],
    ]);
  });

  it('copies what it keeps byte by byte and leaves the input alone', async () => {
    const before = hashesOf(photos);
    const out = newFolder();
    await start(['curate', photos, '-o', out, ...BARE]);
    expect(hashesOf(photos)).toEqual(before);
    for (const { key, files } of recordsIn(out).filter((record) => record.verdict === 'kept')) {
      expect(readFileSync(path.join(out, files!.image!.path))).toEqual(readFileSync(path.join(photos, `${key}.png`)));
    }
  });

  it('gives the same bytes with two workers, and in shards put together', async () => {
    const [two, parts] = [newFolder(), newFolder()];
    await start(['curate', photos, '-o', two, ...BARE, '--workers', '2']);
    expect(bytesOf(two)).toEqual(reference);
    for (const shard of ['2/3', '1/3', '3/3']) {
      expect((await start(['curate', photos, '-o', parts, ...BARE, '--shard', shard])).status).toBe(0);
    }
    expect(existsSync(path.join(parts, 'curation.json'))).toBe(false);
    await start(['curate', photos, '-o', parts, ...BARE]);
    const merged = bytesOf(parts);
    for (const file of Object.keys(reference)) expect(merged[file], file).toBe(reference[file]);
  });

  it('gives the same bytes after kill -9 in the middle, and after a torn last line', async () => {
    const out = newFolder();
    const loud = [...BARE.slice(0, -1), '--json'];
    await start(['curate', photos, '-o', out, ...loud], (stdout, child) => {
      if (/"stage":"measure","done":[3-9]/.test(stdout)) child.kill('SIGKILL');
    });
    expect(existsSync(path.join(out, 'curation.json'))).toBe(false);
    appendFileSync(path.join(out, 'measurements.jsonl'), '{"index":9,"ke');
    const resumed = await start(['curate', photos, '-o', out, ...loud]);
    expect(resumed.stdout).toMatch(/unfinished last line/);
    expect(bytesOf(out)).toEqual(reference);
  });

  it('decides again from what it measured, without opening an image', async () => {
    const out = newFolder();
    await start(['curate', photos, '-o', out, ...BARE]);
    const measured = hashesOf(out)['measurements.jsonl'];
    const [low] = recordsIn(out)
      .map((record) => record.scores.entropy!)
      .sort((a, b) => a - b);
    const { stdout } = await start([
      'curate',
      photos,
      '-o',
      out,
      ...BARE.slice(0, -1),
      '--gate',
      `entropy=${low! + 1e-6}..`,
      '--json',
    ]);
    expect(JSON.parse(stdout.trim().split('\n').at(-1)!).summary.kept).toBe(12);
    expect(stdout).not.toMatch(/"stage":"calibrate"/);
    expect(hashesOf(out)['measurements.jsonl']).toBe(measured);
    const images = Object.keys(hashesOf(out)).filter((file) => file.endsWith('.png'));
    expect(images).toHaveLength(12);
    await start(['curate', photos, '-o', out, ...BARE]);
    expect(bytesOf(out)).toEqual(reference);
  });

  it('refuses a folder of something else, the input itself, and other measuring options', async () => {
    const other = newFolder();
    writeFileSync(path.join(other, 'thesis.txt'), 'mine');
    expect(await start(['curate', photos, '-o', other, ...BARE])).toMatchObject({ status: 4, stdout: '' });
    expect(await start(['curate', photos, '-o', path.join(photos, 'clean'), ...BARE])).toMatchObject({ status: 2 });
    const out = newFolder();
    await start(['curate', photos, '-o', out, ...BARE]);
    const faces = BARE.filter((flag) => flag !== '--no-faces');
    const changed = await start(['curate', photos, '-o', out, ...faces]);
    expect(changed).toMatchObject({ status: 4 });
    expect(changed.stderr.trim().split('\n')).toHaveLength(1);
    expect(changed.stderr).toMatch(/another faces, models.*--overwrite/);
    expect(await start(['curate', photos, '-o', out, ...BARE, '--size', '64'])).toMatchObject({ status: 2 });
  });

  it('stops at a source that changed since it was measured, and makes a damaged file again', async () => {
    const [folder, out] = [newFolder(), newFolder()];
    for (let i = 0; i < 3; i++) writeFileSync(path.join(folder, `${i}.png`), await picture(i));
    const nothing = ['--gate', 'entropy=9..'];
    expect((await start(['curate', folder, '-o', out, ...BARE, ...nothing])).status).toBe(5);
    const whole = readFileSync(path.join(folder, '1.png'));
    writeFileSync(path.join(folder, '1.png'), await picture(9));
    const changed = await start(['curate', folder, '-o', out, ...BARE]);
    expect(changed).toMatchObject({ status: 4 });
    expect(changed.stderr).toMatch(/1\.png as it was measured/);
    writeFileSync(path.join(folder, '1.png'), whole);
    expect((await start(['curate', folder, '-o', out, ...BARE])).status).toBe(0);
    const before = bytesOf(out);
    writeFileSync(path.join(out, 'train/images/000/000000001.png'), 'junk');
    expect((await start(['curate', folder, '-o', out, ...BARE])).status).toBe(0);
    expect(bytesOf(out)).toEqual(before);
  });

  it('takes folders called a, b and c for portraits, and says what it reads', async () => {
    const [folder, out] = [newFolder(), newFolder()];
    for (const name of ['a', 'b', 'c']) mkdirSync(path.join(folder, name));
    for (const [i, name] of ['a', 'b', 'c'].entries())
      writeFileSync(path.join(folder, name, `${i}.png`), await picture(i));
    const { status, stderr } = await start(['curate', folder, '-o', out, ...BARE.slice(0, -1)]);
    expect(status).toBe(0);
    expect(stderr).toMatch(/single portraits/);
    expect(recordsIn(out)).toHaveLength(3);
  });

  it('writes nothing in a rehearsal', async () => {
    const out = path.join(newFolder(), 'never');
    const { status, stdout } = await start(['curate', photos, '-o', out, ...BARE.slice(0, -1), '--dry-run']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/Nothing was written/);
    expect(existsSync(out)).toBe(false);
  });
});

describe('odd files', () => {
  it('become records with a reason, and never stop the run', async () => {
    const folder = newFolder();
    const put = (name: string, bytes: string | Buffer): void => writeFileSync(path.join(folder, name), bytes);
    const good = await picture(1);
    put('good.png', good);
    put('empty.png', '');
    put('text.png', 'not an image at all\n');
    put('cut.png', good.subarray(0, good.length / 2));
    put('drawing.svg', '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>');
    put('tiny.png', await picture(2, 4));
    symlinkSync('loop.png', path.join(folder, 'loop.png'));
    const out = newFolder();
    const { status } = await start(['curate', folder, '-o', out, ...BARE]);
    expect(status).toBe(0);
    const reasons = Object.fromEntries(recordsIn(out).map(({ key, trouble }) => [key, trouble?.reason]));
    expect(reasons).toEqual({
      good: undefined,
      empty: 'empty',
      text: 'not_an_image',
      cut: 'truncated',
      drawing: 'vector',
      tiny: 'too_small',
      loop: 'symlink_loop',
    });
    for (const { trouble } of recordsIn(out)) if (trouble) expect(trouble.detail.split('\n')).toHaveLength(1);
  });

  it('a pair whose images differ in size, or of which one is missing, is one', async () => {
    const folder = newFolder();
    for (const side of ['A', 'B']) mkdirSync(path.join(folder, side));
    for (const side of ['A', 'B'])
      writeFileSync(path.join(folder, side, 'good.png'), await picture(side.charCodeAt(0)));
    writeFileSync(path.join(folder, 'A', 'alone.png'), await picture(3));
    writeFileSync(path.join(folder, 'A', 'sizes.png'), await picture(4));
    writeFileSync(path.join(folder, 'B', 'sizes.png'), await picture(4, 64));
    const out = newFolder();
    await start(['curate', folder, '-o', out, ...BARE]);
    const reasons = recordsIn(out).map(({ key, trouble }) => [key, trouble?.reason]);
    expect(reasons).toEqual([
      ['alone', 'missing_partner'],
      ['good', undefined],
      ['sizes', 'size_mismatch'],
    ]);
  });
});

describe.skipIf(!hasShared('real/portraits') || !hasShared('models'))(
  'photographs (needs ../shared/real and ../shared/models)',
  () => {
    it('are seen as faces, aligned, and not scored by networks that know rendered heads only', async () => {
      const folder = newFolder();
      for (const name of ['astronaut.png', 'kyrsten-sinema.jpg', 'rob-portman.jpg']) {
        copyFileSync(shared(`real/portraits/${name}`), path.join(folder, name));
      }
      const out = newFolder();
      const args = ['-o', out, '--face-model', shared('models'), '--align', 'ffhq', '--size', '256'];
      const { status, stderr } = await start(['curate', folder, ...args, '--profile', 'none']);
      expect(status).toBe(0);
      expect(stderr).toMatch(/out of their domain/);
      for (const { scores, inDomain, images, files } of recordsIn(out)) {
        expect(scores.faces).toBe(1);
        expect(Math.abs(scores.yaw!)).toBeLessThan(25);
        expect(inDomain).toBe(false);
        expect(Object.keys(scores).filter((name) => name.startsWith('attribute.'))).toEqual([]);
        expect(images[0]).toMatchObject({ width: 256, height: 256 });
        const { width, height, format } = await sharp(path.join(out, files!.image!.path)).metadata();
        expect([width, height, format]).toEqual([256, 256, 'png']);
      }
    }, 120_000);
  },
);
