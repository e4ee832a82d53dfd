import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import {
  besideBytes,
  decode,
  decodeBytes,
  decodeMask,
  encode,
  encodeMask,
  fromBytes,
  toBytes,
} from '../../src/image/codec.js';
import { sourceTypeOf, xmpPacket } from '../../src/image/xmp.js';
import { bytesOf, imageOf, tempFolder } from '../dataset/synthetic.js';

test('floats become bytes as NVlabs generate.py makes them', () => {
  // (x*127.5 + 128).clamp(0, 255).to(uint8): -1 → 0.5 → 0, 0 → 128, 1 → 255.5 → 255, 0.5 → 191.75 → 191.
  const one = (x: number) => [...toBytes({ data: Float32Array.of(x, x, x), width: 1, height: 1 })];
  expect([-1, 0, 0.5, 1, -3, 7, Number.NaN].map((x) => one(x)[0])).toEqual([0, 128, 191, 255, 0, 255, 0]);
});

test('CHW becomes HWC and every byte survives the way there and back', () => {
  expect(toBytes(imageOf(3, 1))).toEqual(bytesOf(3, 1));
  const all = Uint8Array.from({ length: 768 }, (_, i) => i % 256);
  expect(toBytes(fromBytes(all, 16, 16))).toEqual(all);
});

test.each(['png', 'webp'] as const)('%s is lossless and says the same bytes twice', async (format) => {
  const image = imageOf(5, 2);
  const first = await encode(image, { format });
  expect(await encode(image, { format })).toEqual(first);
  expect((await sharp(first).metadata()).format).toBe(format);
  expect(toBytes(await decode(first))).toEqual(bytesOf(5, 2));
});

test('jpeg is 4:4:4 and near', async () => {
  const ramp = fromBytes(
    Uint8Array.from({ length: 32 * 32 * 3 }, (_, i) => Math.floor(i / 96) * 8),
    32,
    32,
  );
  const file = await encode(ramp, { format: 'jpeg' });
  expect((await sharp(file).metadata()).chromaSubsampling).toBe('4:4:4');
  const actual = toBytes(await decode(file));
  const worst = Math.max(...toBytes(ramp).map((byte, i) => Math.abs(byte - actual[i]!)));
  expect(worst).toBeLessThanOrEqual(3);
});

test('a mask is one exact channel', async () => {
  const mask = { data: Float32Array.of(0, 1, 0.5, 0.25, 2, -1), width: 3, height: 2 };
  const file = await encodeMask(mask);
  expect((await sharp(file).metadata()).channels).toBe(1);
  expect([...(await decodeMask(file)).data].map((x) => Math.round(x * 255))).toEqual([0, 255, 128, 64, 255, 0]);
});

test.each(['png', 'webp', 'jpeg'] as const)('%s carries its source type', async (format) => {
  const xmp = xmpPacket('compositeWithTrainedAlgorithmicMedia');
  const file = await encode(imageOf(1, 0), { format, xmp });
  const read = (await sharp(file).metadata()).xmpAsString;
  expect(read).toContain(
    '<Iptc4xmpExt:DigitalSourceType>http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia<',
  );
  expect(sourceTypeOf(read!)).toBe('compositeWithTrainedAlgorithmicMedia');
  expect((await decodeBytes(file)).xmp).toBe(read);
  const bare = await encode(imageOf(1, 0), { format });
  expect((await sharp(bare).metadata()).xmp).toBeUndefined();
  expect(toBytes(await decode(bare))).toEqual(toBytes(await decode(file)));
});

test('grey, alpha, 16 bits and EXIF orientation all decode to upright RGB', async () => {
  const grey = await sharp(Buffer.from([10, 200]), { raw: { width: 2, height: 1, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();
  expect([...toBytes(await decode(grey))]).toEqual([10, 10, 10, 200, 200, 200]);
  const rgba = await sharp(Buffer.from([1, 2, 3, 0]), { raw: { width: 1, height: 1, channels: 4 } })
    .png()
    .toBuffer();
  expect([...toBytes(await decode(rgba))]).toEqual([1, 2, 3]);
  const deep = await sharp(new Uint16Array([0, 32896, 65535]), { raw: { width: 1, height: 1, channels: 3 } })
    .toColourspace('rgb16')
    .png()
    .toBuffer();
  expect((await sharp(deep).metadata()).depth).toBe('ushort');
  expect([...toBytes(await decode(deep))]).toEqual([0, 128, 255]);
  const turned = await sharp(bytesOf(0, 0), { raw: { width: 12, height: 8, channels: 3 } })
    .withMetadata({ orientation: 6 })
    .png()
    .toBuffer();
  expect(await decode(turned)).toMatchObject({ width: 8, height: 12 });
});

test('side by side puts the first image on the left', () => {
  expect([...besideBytes(Uint8Array.of(1, 1, 1, 2, 2, 2), Uint8Array.of(3, 3, 3, 4, 4, 4), 1, 2)]).toEqual([
    1, 1, 1, 3, 3, 3, 2, 2, 2, 4, 4, 4,
  ]);
});

test('what is no image is named', async () => {
  const path = join(await tempFolder(), 'broken.png');
  await writeFile(path, 'no image');
  await expect(decode(path)).rejects.toMatchObject({ code: 'E_DATASET', message: expect.stringContaining(path) });
  const cut = (await encode(imageOf(0, 0, 64, 64), { format: 'png' })).subarray(0, 900);
  await expect(decode(cut, 'cut.png')).rejects.toMatchObject({ code: 'E_DATASET' });
});
