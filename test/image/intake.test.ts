import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, it } from 'vitest';
import { type Intake, type IntakeOptions, intake, type Taken } from '../../src/image/intake.js';
import { streamOf } from '../../src/random.js';
import { hashed, shoot } from '../filter/single/scene.js';

const name = 'folder/x.png';
const smooth = (width: number, height: number) =>
  shoot(width, height, (x, y, c) => 40 + x + c * 30 + Math.floor(y / 2) + hashed(x, y, 5));
const raw = ({ data, width, height }: { data: Uint8Array; width: number; height: number }) =>
  sharp(data, { raw: { width, height, channels: 3 } });
const reasonOf = (taken: Intake) => ('trouble' in taken ? taken.trouble.reason : 'none');

async function take(file: Uint8Array | Sharp, options: Partial<IntakeOptions> = {}): Promise<Taken> {
  const bytes = file instanceof Uint8Array ? file : await file.toBuffer();
  const taken = await intake(bytes, { name, ...options });
  if ('trouble' in taken) throw new Error(taken.trouble.detail);
  return taken;
}

const pixel = ({ picture }: Taken, x: number, y: number) => [
  ...picture.data.subarray((y * picture.width + x) * 3, (y * picture.width + x) * 3 + 3),
];

/** PNG chunks by hand; the check sums are those of the specification. */
function chunk(type: string, data: Uint8Array): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  let crc = ~0;
  for (const byte of body) {
    crc ^= byte;
    for (let k = 0; k < 8; k++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  const out = Buffer.alloc(8 + body.length);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(~crc >>> 0, out.length - 4);
  return out;
}

/** Greyscale PNG of one level, with chunks before the data. */
function plainPng(width: number, height: number, ...before: Buffer[]): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 0, 0, 0, 0], 8);
  // Of a giant the data ends early: it must not be looked at.
  const rows = deflateSync(Buffer.alloc(Math.min(1e6, (width + 1) * height)));
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    ...before,
    chunk('IDAT', rows),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

describe('pictures', () => {
  it.each(['png', 'webp', 'tiff'] as const)('%s is taken to the byte', async (format) => {
    const picture = smooth(40, 31);
    const file = await raw(picture).toFormat(format, { lossless: true, compression: 'lzw' }).toBuffer();
    const taken = await take(file);
    expect(taken).toEqual({ picture: { ...picture, data: taken.picture.data }, format, notes: [], bytes: file.length });
    expect(Buffer.compare(taken.picture.data, picture.data)).toBe(0);
  });

  it('reads gif, avif and progressive jpeg', async () => {
    const picture = raw(smooth(32, 32));
    expect((await take(picture.clone().gif())).format).toBe('gif');
    expect((await take(picture.clone().avif())).format).toBe('heif');
    expect((await take(picture.clone().jpeg({ progressive: true }))).notes).toEqual([]);
  });

  it('turns upright by EXIF', async () => {
    // Orientation 6: the viewer turns it by 90° clockwise, so that the stored bottom left comes to the top left.
    const stored = shoot(24, 10, (x, y, c) => (x === 0 && y === 9 && c === 0 ? 255 : 20));
    const taken = await take(raw(stored).png().withMetadata({ orientation: 6 }));
    expect([taken.picture.width, taken.picture.height, taken.notes]).toEqual([10, 24, ['rotated']]);
    expect(pixel(taken, 0, 0)).toEqual([255, 20, 20]);
  });

  it('lays transparency over white', async () => {
    const rgba = Buffer.from(Array.from({ length: 64 }, (_, i) => [200, 0, 0, [255, 0, 128][i % 3]!]).flat());
    const taken = await take(sharp(rgba, { raw: { width: 8, height: 8, channels: 4 } }).png());
    expect(taken.notes).toEqual(['alpha']);
    expect([pixel(taken, 0, 0), pixel(taken, 1, 0)]).toEqual([
      [200, 0, 0],
      [255, 255, 255],
    ]);
    // 200·128/255 + 255·127/255
    expect(Math.abs(pixel(taken, 2, 0)[0]! - 227.4)).toBeLessThan(1.5);
  });

  it('triples grey and makes 8 bits of 16', async () => {
    const levels = Uint16Array.from({ length: 64 }, (_, i) => i * 1000 + 7);
    const deep = sharp(levels, { raw: { width: 8, height: 8, channels: 1 } }).toColourspace('grey16');
    const taken = await take(deep.png());
    expect(taken.notes).toEqual(['16-bit', 'grey']);
    expect(taken.picture.data.length).toBe(192);
    for (let i = 0; i < 64; i++) {
      const [r, g, b] = pixel(taken, i % 8, i >> 3);
      expect([g, b]).toEqual([r, r]);
      expect(Math.abs(r! - levels[i]! / 257)).toBeLessThanOrEqual(1);
    }
    expect((await take(plainPng(9, 9))).notes).toEqual(['grey']);
  });

  it('converts CMYK', async () => {
    const red = raw(shoot(16, 16, (_x, _y, c) => (c === 0 ? 200 : 30)));
    const file = await red.toColourspace('cmyk').jpeg({ quality: 100 }).toBuffer();
    expect((await sharp(file).metadata()).space).toBe('cmyk');
    const taken = await take(file);
    expect(taken.notes).toEqual(['cmyk']);
    const [r, g, b] = pixel(taken, 8, 8);
    expect(r).toBeGreaterThan(150);
    expect(Math.max(g!, b!)).toBeLessThan(90);
  });

  it('converts a profile that is not sRGB, and does not mention one that is', async () => {
    const colour = raw(shoot(16, 16, (_x, _y, c) => [180, 90, 60][c]!));
    const wide = await colour.clone().withIccProfile('p3').png().toBuffer();
    const stored = await sharp(wide, { ignoreIcc: true }).raw().toBuffer();
    expect(Math.abs(stored[0]! - 180)).toBeGreaterThan(5);
    const taken = await take(wide);
    expect(taken.notes).toEqual(['icc']);
    pixel(taken, 4, 4).forEach((v, c) => {
      expect(Math.abs(v - [180, 90, 60][c]!)).toBeLessThanOrEqual(2);
    });
    expect((await take(colour.clone().withIccProfile('srgb').png())).notes).toEqual([]);
  });

  it('cuts halves as pix2pix does', async () => {
    const file = await raw(shoot(33, 12, (x) => x * 5))
      .png()
      .toBuffer();
    const left = await take(file, { half: 'left' });
    const right = await take(file, { half: 'right' });
    expect([left.picture.width, right.picture.width, left.picture.height]).toEqual([16, 17, 12]);
    expect([pixel(left, 0, 3), pixel(left, 15, 11)]).toEqual([
      [0, 0, 0],
      [75, 75, 75],
    ]);
    expect([pixel(right, 0, 0)[0], pixel(right, 16, 11)[0]]).toEqual([80, 160]);
  });
});

describe('troubles', () => {
  it.each([
    ['', 'empty', 'an empty file'],
    ['Not found', 'not_an_image', 'text'],
    ['<!doctype html><title>404</title>', 'not_an_image', 'HTML'],
    ['<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"/>', 'vector', 'SVG'],
    ['%PDF-1.4', 'vector', 'PDF'],
    ['8BPS\0\x01', 'unreadable', 'Photoshop'],
  ])('%j is %s', async (text, reason, received) => {
    const taken = await intake(Buffer.from(text, 'latin1'), { name });
    expect(taken).toMatchObject({ trouble: { reason } });
    expect((taken as { trouble: { detail: string } }).trouble.detail).toMatch(
      new RegExp(`^Expected .+ for folder/x\\.png but received ${received}$`),
    );
  });

  it('a picture of 20,000 × 20,000 px is not decoded', async () => {
    const file = plainPng(20_000, 20_000);
    const before = process.memoryUsage().rss;
    expect(await intake(file, { name })).toEqual({
      trouble: {
        reason: 'too_large',
        detail: 'Expected at most 100000000 px for folder/x.png but received 20000×20000 px',
      },
    });
    expect(process.memoryUsage().rss - before).toBeLessThan(50e6);
    expect(reasonOf(await intake(await raw(smooth(40, 30)).png().toBuffer(), { name, maxPixels: 1199 }))).toBe(
      'too_large',
    );
    expect(reasonOf(await intake(await raw(smooth(40, 30)).png().toBuffer(), { name, maxPixels: 1200 }))).toBe('none');
  });

  it('fewer than 8 px a side are too few, of a half as well', async () => {
    const file = await raw(smooth(15, 8)).png().toBuffer();
    expect(reasonOf(await intake(file, { name }))).toBe('none');
    expect(reasonOf(await intake(file, { name, half: 'right' }))).toBe('none');
    expect(reasonOf(await intake(file, { name, half: 'left' }))).toBe('too_small');
    expect(reasonOf(await intake(await raw(smooth(30, 7)).png().toBuffer(), { name }))).toBe('too_small');
  });

  it('several frames or pages are animated', async () => {
    const frames = Buffer.concat([smooth(16, 16).data, shoot(16, 16, () => 9).data]);
    const two = sharp(frames, { raw: { width: 16, height: 32, channels: 3, pageHeight: 16 } });
    for (const file of [await two.clone().gif().toBuffer(), await two.clone().webp().toBuffer()]) {
      expect((await sharp(file).metadata()).pages).toBe(2);
      expect(reasonOf(await intake(file, { name }))).toBe('animated');
    }
    const control = chunk('acTL', Uint8Array.of(0, 0, 0, 2, 0, 0, 0, 0));
    expect(reasonOf(await intake(plainPng(16, 16, control), { name }))).toBe('animated');
  });

  it.each([
    ['png', {}],
    ['png', { progressive: true }],
    ['jpeg', {}],
    ['jpeg', { progressive: true }],
    ['webp', {}],
    ['webp', { lossless: true }],
    ['gif', {}],
    ['avif', {}],
  ] as const)('%s %o cut anywhere is truncated', async (format, options) => {
    const file = await raw(smooth(96, 96)).toFormat(format, options).toBuffer();
    for (const share of [0.3, 0.6, 0.95]) {
      const cut = file.subarray(0, Math.floor(file.length * share));
      expect(await intake(cut, { name }), `${share}`).toMatchObject({ trouble: { reason: 'truncated' } });
    }
  });

  it('a jpeg without its end marker and a png with a wrong check sum are truncated', async () => {
    const jpeg = await raw(smooth(64, 64)).jpeg().toBuffer();
    expect(reasonOf(await intake(jpeg.subarray(0, -2), { name }))).toBe('truncated');
    const png = await raw(smooth(64, 64)).png().toBuffer();
    png[png.indexOf('IDAT') + 100]! ^= 0xff;
    expect(reasonOf(await intake(png, { name }))).toBe('truncated');
  });
});

it('any mutation of a file gives a picture or a trouble, in time', async () => {
  const base = raw(smooth(64, 48));
  const files = await Promise.all(
    [base.clone().png(), base.clone().jpeg(), base.clone().webp(), base.clone().webp({ lossless: true })].map((file) =>
      file.toBuffer(),
    ),
  );
  const uniform = streamOf(7, 0, 'fuzz');
  const below = (n: number) => Math.floor(uniform() * n);
  const seen = new Map<string, number>();
  for (let i = 0; i < 240; i++) {
    const bytes = Buffer.from(files[i % files.length]!);
    const flips = below(5);
    for (let k = 0; k < flips; k++) bytes[below(k % 2 ? 64 : bytes.length)] = below(256);
    const mutated = below(3) === 0 ? bytes.subarray(0, below(bytes.length)) : bytes;
    const start = performance.now();
    const taken = await intake(mutated, { name });
    expect(performance.now() - start).toBeLessThan(5000);
    const reason = reasonOf(taken);
    if ('picture' in taken) {
      const { data, width, height } = taken.picture;
      expect(data.length).toBe(width * height * 3);
    }
    seen.set(reason, (seen.get(reason) ?? 0) + 1);
  }
  expect(seen.get('none')).toBeGreaterThan(20);
  expect(seen.get('truncated')).toBeGreaterThan(60);
});
