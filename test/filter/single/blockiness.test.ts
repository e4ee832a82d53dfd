import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { measureSingle } from '../../../src/filter/single/index.js';
import type { Picture } from '../../../src/item.js';
import { hashed, shoot } from './scene.js';

/** Soft shapes with grain, as photographs have. */
const photo = (side: number) =>
  shoot(side, side, (x, y, c) => 120 + 60 * Math.sin(x / 17 + c) * Math.cos(y / 23) + hashed(x, y, 9) - 4);

async function jpeg({ data, width, height }: Picture, quality: number, cut = 0): Promise<Picture> {
  const file = await sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality })
    .toBuffer();
  const box = { left: cut, top: cut, width: width - cut, height: height - cut };
  const { data: bytes, info } = await sharp(file).extract(box).raw().toBuffer({ resolveWithObject: true });
  return { data: bytes, width: info.width, height: info.height };
}

describe('blockiness', () => {
  it.each([128, 320])('rises as quality falls, wherever the grid begins, at %i px', async (side) => {
    const clean = measureSingle(photo(side)).blockiness!;
    expect(clean).toBeLessThan(1.3);
    expect(measureSingle(await jpeg(photo(side), 95)).blockiness!).toBeLessThan(1.5);
    for (const cut of [0, 3]) {
      const q30 = measureSingle(await jpeg(photo(side), 30, cut)).blockiness!;
      expect(q30).toBeGreaterThan(2.5);
      expect(measureSingle(await jpeg(photo(side), 10, cut)).blockiness!).toBeGreaterThan(q30);
    }
  });

  it('of flat blocks is finite, counted by hand', () => {
    // Levels in columns of 8 differ by 10: a step of 20 in doubled levels at phase 0, none elsewhere, none along y.
    const mosaic = shoot(64, 64, (x) => 50 + 10 * (x >> 3));
    expect(measureSingle(mosaic).blockiness).toBeCloseTo((20.02 / 0.02 + 1) / 2, 6);
  });
});
