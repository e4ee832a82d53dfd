/** Rows of a picture as seen through a quad. */
import type { Picture } from '../../item.js';
import type { Quad } from './quad.js';

/**
 * Row `y` of the `size` × `size` grid that the quad spans, sampled at pixel centres between the four nearest pixels
 * (Pillow's QUAD transform with BILINEAR, edges clamped). Writes `into`, [size, 3] in 0..255.
 */
export function sampleRow({ data, width, height }: Picture, quad: Quad, size: number, y: number, into: Float32Array) {
  const [nw, sw, se, ne] = quad;
  const v = (y + 0.5) / size;
  const leftX = nw[0] + (sw[0] - nw[0]) * v - 0.5;
  const leftY = nw[1] + (sw[1] - nw[1]) * v - 0.5;
  const stepX = (ne[0] + (se[0] - ne[0]) * v - 0.5 - leftX) / size;
  const stepY = (ne[1] + (se[1] - ne[1]) * v - 0.5 - leftY) / size;
  for (let x = 0; x < size; x++) {
    const px = Math.min(Math.max(leftX + stepX * (x + 0.5), 0), width - 1);
    const py = Math.min(Math.max(leftY + stepY * (x + 0.5), 0), height - 1);
    const x0 = Math.floor(px);
    const y0 = Math.floor(py);
    const fx = px - x0;
    const fy = py - y0;
    const a = (y0 * width + x0) * 3;
    const b = x0 + 1 < width ? a + 3 : a;
    const down = y0 + 1 < height ? width * 3 : 0;
    const lower = a + down;
    const lowerB = b + down;
    // Weights once for three channels, and no inner loop: this line is most of what a crop costs.
    const w11 = fx * fy;
    const w01 = fx - w11;
    const w10 = fy - w11;
    const w00 = 1 - fx - w10;
    const o = x * 3;
    into[o] = w00 * data[a]! + w01 * data[b]! + w10 * data[lower]! + w11 * data[lowerB]!;
    into[o + 1] = w00 * data[a + 1]! + w01 * data[b + 1]! + w10 * data[lower + 1]! + w11 * data[lowerB + 1]!;
    into[o + 2] = w00 * data[a + 2]! + w01 * data[b + 2]! + w10 * data[lower + 2]! + w11 * data[lowerB + 2]!;
  }
}
