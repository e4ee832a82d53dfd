/** Pictures for the tests of single metrics. */
import type { Picture } from '../../../src/item.js';

/** A picture from a function of x, y and channel in whole levels, kept within 0..255. */
export function shoot(width: number, height: number, at: (x: number, y: number, c: number) => number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) data[i++] = Math.min(255, Math.max(0, Math.round(at(x, y, c))));
    }
  }
  return { data, width, height };
}

/** As `scene` in test/fixtures/single.py. */
export const scene = (): Picture =>
  shoot(120, 96, (x, y, c) => {
    if (x >= 100 && y >= 70) return 255;
    if (x < 20 && y < 20) return 0;
    const grain = ((x * 37 + y * 101 + x * y * 7 + c * 3) % 13) - 6;
    if (x >= 90 && x < 97 && y > 10) return 35 + c + grain;
    if ((x - 50) ** 2 + (y - 40) ** 2 < 900) return 190 - c * 20 + grain;
    return 60 + Math.floor(x / 2) + c * 10 + grain;
  });

/** Whole numbers 0..m−1 without order, the same every time. */
export const hashed = (x: number, y: number, m: number): number => {
  const h = Math.imul(Math.imul(x + 1, 0x9e3779b1) ^ (y + 1), 0x85ebca6b);
  return (Math.imul(h ^ (h >>> 13), 0xc2b2ae35) >>> 8) % m;
};
