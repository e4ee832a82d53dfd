import type { Picture } from '../../../src/item.js';

/** The picture that test/fixtures/ffhq.py paints. */
export function painted(width: number, height: number): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const checks = (Math.floor(x / 9) + Math.floor(y / 7)) % 2;
      const waves = [
        128 + 70 * Math.sin(0.11 * x + 0.05 * y) + 40 * Math.cos(0.3 * x - 0.21 * y),
        128 + 80 * Math.sin(0.07 * x - 0.13 * y) + 30 * checks,
        128 + 60 * Math.cos(0.004 * (x * x + y * y) ** 0.9) + 30 * Math.sin(0.5 * x),
      ];
      waves.forEach((value, c) => {
        data[(y * width + x) * 3 + c] = Math.min(Math.max(Math.round(value), 0), 255);
      });
    }
  }
  return { data, width, height };
}

/** Mean and largest |difference| of two byte arrays of a length. */
export function differences(a: Uint8Array, b: Uint8Array): { mean: number; max: number } {
  const each = Array.from(a, (value, i) => Math.abs(value - b[i]!));
  return { mean: each.reduce((s, v) => s + v, 0) / each.length, max: Math.max(...each) };
}
