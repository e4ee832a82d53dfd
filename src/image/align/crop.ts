/** A small aligned crop for the networks, which look at faces of 64 to 256 px. */
import type { Picture } from '../../item.js';
import { type Quad, sideOf } from './quad.js';
import { sampleRow } from './sample.js';

/** More samples than this along an axis no network can see. */
const MOST_SAMPLES = 8;

/**
 * What the quad shows, as `size` × `size`: each pixel the mean of as many bilinear samples as it covers pixels of the
 * picture. Beyond the picture its edge is repeated. Coarser than `alignFfhq`, and made for speed.
 */
export function alignedCrop(picture: Picture, quad: Quad, size: number): Picture {
  const samples = Math.min(Math.max(Math.ceil(sideOf(quad) / size - 0.01), 1), MOST_SAMPLES);
  const fine = size * samples;
  const row = new Float32Array(fine * 3);
  const sum = new Float32Array(size * 3);
  const data = new Uint8Array(size * size * 3);
  for (let y = 0; y < size; y++) {
    sum.fill(0);
    for (let k = 0; k < samples; k++) {
      sampleRow(picture, quad, fine, y * samples + k, row);
      for (let x = 0; x < fine; x++) {
        const at = Math.floor(x / samples) * 3;
        sum[at]! += row[x * 3]!;
        sum[at + 1]! += row[x * 3 + 1]!;
        sum[at + 2]! += row[x * 3 + 2]!;
      }
    }
    for (let i = 0; i < sum.length; i++) data[y * size * 3 + i] = Math.round(sum[i]! / samples ** 2);
  }
  return { data, width: size, height: size };
}
