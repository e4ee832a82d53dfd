import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { crc32 } from 'node:zlib';
import sharp from 'sharp';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ItemRecord, TROUBLES } from '../../src/item.js';
import { streamOf } from '../../src/random.js';
import { newFolder } from './command.js';

const COMMAND = fileURLToPath(new URL('../../bin/diptych.js', import.meta.url));
/** GNU time, which tells how much memory a process had. */
const TIME = '/usr/bin/time';

const MUTANTS = 500;
const LIMIT_S = 60;
/** The program itself takes a quarter of it; the picture that the largest header promises would not fit. */
const RSS_BYTES = 1e9;

type Random = () => number;
const PNG_MAGIC = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

const below = (random: Random, n: number): number => Math.floor(random() * n);

/** Pictures in every format and variant that sharp writes, by file name. */
async function originals(): Promise<Record<string, Buffer>> {
  const side = 48;
  const random = streamOf(0, 0, 'fuzz picture');
  const coarse = Buffer.from(Uint8Array.from({ length: 6 * 6 * 3 }, () => below(random, 256)));
  const image = sharp(coarse, { raw: { width: 6, height: 6, channels: 3 } }).resize(side, side, { kernel: 'cubic' });
  const plain = await image.png().toBuffer();
  const frames = Buffer.concat(await Promise.all([0, 90].map((angle) => sharp(plain).rotate(angle).raw().toBuffer())));
  const open = () => sharp(plain);
  const film = () => sharp(frames, { raw: { width: side, height: side * 2, channels: 3, pageHeight: side } });
  const seeThrough = () => open().ensureAlpha(0.5);
  const made = {
    'plain.png': open().png(),
    'palette.png': open().png({ palette: true, colours: 16 }),
    'grey.png': open().greyscale().png(),
    'interlaced.png': open().png({ progressive: true }),
    'deep.png': open().toColourspace('rgb16').png(),
    'alpha.png': seeThrough().png(),
    'profile.png': open().withIccProfile('p3').png(),
    'plain.jpg': open().jpeg(),
    'progressive.jpg': open().jpeg({ progressive: true }),
    'full.jpg': open().jpeg({ chromaSubsampling: '4:4:4', quality: 100 }),
    'grey.jpg': open().greyscale().jpeg(),
    'cmyk.jpg': open().toColourspace('cmyk').jpeg(),
    'rotated.jpg': open().withMetadata({ orientation: 6 }).jpeg(),
    'lossy.webp': open().webp(),
    'lossless.webp': open().webp({ lossless: true }),
    'alpha.webp': seeThrough().webp(),
    'film.webp': film().webp(),
    'plain.gif': open().gif(),
    'film.gif': film().gif(),
    'lzw.tiff': open().tiff({ compression: 'lzw' }),
    'deflate.tiff': open().tiff({ compression: 'deflate', predictor: 'horizontal' }),
    'jpeg.tiff': open().tiff({ compression: 'jpeg' }),
    'tiled.tiff': open().tiff({ compression: 'none', tile: true, tileWidth: 16, tileHeight: 16 }),
    'deep.tiff': open().toColourspace('rgb16').tiff({ compression: 'none' }),
    'plain.avif': open().avif({ effort: 0 }),
    'alpha.avif': seeThrough().avif({ effort: 0 }),
  };
  return Object.fromEntries(
    await Promise.all(Object.entries(made).map(async ([name, encoder]) => [name, await encoder.toBuffer()] as const)),
  );
}

/** The chunk of a PNG that tells its size, with the right checksum. */
function pngHeader(width: number, height: number): Buffer {
  const header = Buffer.alloc(25);
  header.writeUInt32BE(13, 0);
  header.write('IHDR', 4, 'latin1');
  header.writeUInt32BE(width, 8);
  header.writeUInt32BE(height, 12);
  header.set([8, 2, 0, 0, 0], 16);
  header.writeUInt32BE(crc32(header.subarray(4, 21)), 21);
  return header;
}

/** A PNG that promises a size and ends before the first pixel. 20,000 × 20,000 px would be 1.2 GB, were it decoded. */
function emptyPng(width: number, height: number): Buffer {
  return Buffer.concat([PNG_MAGIC, pngHeader(width, height), Buffer.from('\0\0\0\0IDAT\x35\xaf\x06\x1e', 'latin1')]);
}

/** Spoils a file in one of seven ways. `other` is another file, to take a header or a tail from. */
function mutate(bytes: Buffer, other: Buffer, random: Random): Buffer {
  const spoilt = Buffer.from(bytes);
  const flip = (within: number): Buffer => {
    for (let i = below(random, 8); i >= 0; i--) spoilt[below(random, within)]! ^= 1 << below(random, 8);
    return spoilt;
  };
  const at = below(random, bytes.length);
  const noise = Buffer.from(Uint8Array.from({ length: 1 + below(random, 16) }, () => below(random, 256)));
  return [
    () => flip(bytes.length),
    () => flip(Math.min(96, bytes.length)),
    () => bytes.subarray(0, at),
    () => Buffer.concat([bytes.subarray(0, at), noise, bytes.subarray(at)]),
    () => Buffer.concat([other.subarray(0, 4 + below(random, 60)), bytes.subarray(at)]),
    () => Buffer.concat([bytes.subarray(0, at), other.subarray(Math.min(at, other.length >> 1))]),
    () => Buffer.concat([PNG_MAGIC, pngHeader(1 + below(random, 9000), 1 + below(random, 9000)), bytes.subarray(33)]),
  ][below(random, 7)]!();
}

/** The command under GNU time where there is one: how it ended, and the memory it had at most. */
function run(args: readonly string[]) {
  const report = path.join(newFolder(), 'time.txt');
  const timed = existsSync(TIME) ? [TIME, '-v', '-o', report] : [];
  const [program, ...rest] = [...timed, process.execPath, COMMAND, ...args];
  const start = performance.now();
  const child = spawn(program!, rest, { stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (data) => {
    stdout += data;
  });
  child.stderr.on('data', (data) => {
    stderr += data;
  });
  return new Promise<{
    status: number | null;
    stdout: string;
    stderr: string;
    seconds: number;
    rss: number | undefined;
  }>((resolve) =>
    child.on('close', (status) => {
      const kilobytes =
        existsSync(report) && /Maximum resident set size \(kbytes\): (\d+)/.exec(readFileSync(report, 'utf8'));
      const rss = kilobytes ? Number(kilobytes[1]) * 1024 : undefined;
      resolve({ status, stdout, stderr, seconds: (performance.now() - start) / 1000, rss });
    }),
  );
}

describe(`${MUTANTS} spoilt images`, () => {
  const folder = newFolder();
  const out = newFolder();
  let ended: Awaited<ReturnType<typeof run>>;
  let records: ItemRecord[] = [];
  const byKey = () => new Map(records.map((record) => [record.key, record]));

  beforeAll(async () => {
    const files = Object.entries(await originals());
    const put = (name: string, bytes: Buffer): void => writeFileSync(path.join(folder, name), bytes);
    for (const [name, bytes] of files) put(`whole-${name.replace('.', '-')}${path.extname(name)}`, bytes);
    put('huge.png', emptyPng(20_000, 20_000));
    put('large.png', emptyPng(10_000, 10_000));
    put('two\nlines.png', Buffer.alloc(0));
    for (let i = 0; i < MUTANTS; i++) {
      const random = streamOf(0, i, 'mutant');
      const [name, bytes] = files[i % files.length]!;
      const [, other] = files[below(random, files.length)]!;
      put(`mutant-${String(i).padStart(3, '0')}${path.extname(name)}`, mutate(bytes, other, random));
    }
    const options = ['--no-faces', '--pack', 'none', '--profile', 'none', '--duplicates', 'off', '--workers', '2'];
    ended = await run(['curate', folder, '-o', out, ...options, '--quiet']);
    const lines = readFileSync(path.join(out, 'records.jsonl'), 'utf8').trimEnd().split('\n');
    records = lines.map((line) => JSON.parse(line));
  }, 180_000);

  it('are curated without a word, in bounded time and memory', () => {
    const { status, stdout, stderr, seconds, rss } = ended;
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
    expect(seconds).toBeLessThan(LIMIT_S);
    if (rss !== undefined) expect(rss).toBeLessThan(RSS_BYTES);
  });

  it('become one record each: kept with its file, or with one line that names the trouble and the file', () => {
    const names = readdirSync(folder).sort();
    expect(records.map(({ key }) => key).sort()).toEqual(names.map((name) => path.parse(name).name).sort());
    const nameOf = new Map(names.map((name) => [path.parse(name).name, name]));
    for (const { key, verdict, trouble, images, scores, files } of records) {
      if (trouble) {
        expect([verdict, images, files], key).toEqual(['dropped', [], undefined]);
        expect(TROUBLES).toContain(trouble.reason);
        expect(trouble.detail, key).not.toMatch(/\p{Cc}/u);
        expect(trouble.detail).toContain(nameOf.get(key)!.replace('\n', '\u{fffd}'));
      } else {
        expect(verdict, key).toBe('kept');
        expect(Object.values(scores).every(Number.isFinite), key).toBe(true);
        expect(existsSync(path.join(out, files!.image!.path)), key).toBe(true);
      }
    }
  });

  it('are of both kinds, so that the test sees both ways', () => {
    const mutants = records.filter(({ key }) => key.startsWith('mutant'));
    const measured = mutants.filter(({ trouble }) => !trouble).length;
    expect(measured).toBeGreaterThan(MUTANTS / 10);
    expect(MUTANTS - measured).toBeGreaterThan(MUTANTS / 4);
  });

  it('keep no whole image out, but for films and one that is too large', () => {
    const whole = records.filter(({ key }) => !key.startsWith('mutant'));
    const troubled = whole.flatMap(({ key, trouble }) => (trouble ? [[key, trouble.reason]] : []));
    expect(troubled).toEqual([
      ['huge', 'too_large'],
      ['large', 'truncated'],
      ['two\nlines', 'empty'],
      ['whole-film-gif', 'animated'],
      ['whole-film-webp', 'animated'],
    ]);
    const notes = (key: string) => byKey().get(`whole-${key}`)?.images[0]?.notes;
    expect(notes('cmyk-jpg')).toContain('cmyk');
    expect(notes('deep-png')).toContain('16-bit');
    expect(notes('rotated-jpg')).toContain('rotated');
  });

  it('leave files that any reader decodes without a warning, of the size that was measured', async () => {
    for (const { images, files, verdict } of records) {
      if (verdict !== 'kept') continue;
      const { data, info } = await sharp(path.join(out, files!.image!.path), { failOn: 'warning' })
        .raw()
        .toBuffer({ resolveWithObject: true });
      expect([info.width, info.height]).toEqual([images[0]!.width, images[0]!.height]);
      expect(data.length).toBeGreaterThan(0);
    }
  });
});
