/** Variations of a reference picture that a scorer has to bear: sharpness, noise, exposure, contrast, white balance. */
import { gaussian } from '../../image/filter.js';
import type { RgbPlanes } from '../../pair.js';

/** Width, in shares of the image's side, of the detail that is strengthened or weakened. */
const DETAIL = 1 / 128;

/**
 * One random variation, range [-1, 1]. A generator's samples are softer than what its scorers were trained on, and lit
 * more evenly; a domain fitted on them alone finds a third of the training pictures themselves outside. Allocates.
 */
export function vary(image: RgbPlanes, random: () => number): RgbPlanes {
  const between = (low: number, high: number): number => low + (high - low) * random();
  const sharpen = between(-1, 3);
  const noise = random() < 0.5 ? between(0, 4 / 255) : 0;
  const gamma = Math.exp(between(-0.35, 0.35));
  const contrast = Math.exp(between(-0.25, 0.25));
  const gains = [0, 1, 2].map(() => Math.exp(between(-0.08, 0.08)));
  const n = image.width * image.height;
  const data = new Float32Array(3 * n);
  let mean = 0;
  for (let c = 0; c < 3; c++) {
    const plane = { data: image.data.subarray(c * n, (c + 1) * n), width: image.width, height: image.height };
    const soft = gaussian(plane, DETAIL * image.width).data;
    for (let i = 0; i < n; i++) {
      const detailed = plane.data[i]! + sharpen * (plane.data[i]! - soft[i]!);
      const lit = Math.min(1, Math.max(0, (detailed + 1) / 2 + (noise > 0 ? noise * normal(random) : 0))) ** gamma;
      data[c * n + i] = lit;
      mean += lit / (3 * n);
    }
  }
  for (let i = 0; i < 3 * n; i++) {
    const value = (mean + (data[i]! - mean) * contrast) * gains[Math.floor(i / n)]!;
    data[i] = Math.min(1, Math.max(-1, value * 2 - 1));
  }
  return { data, width: image.width, height: image.height };
}

/** Standard normal number (Box–Muller). */
function normal(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}
