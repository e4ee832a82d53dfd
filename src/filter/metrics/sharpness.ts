/** Whether the states are as sharp as each other, and sharp at all. */
import { laplacian, luma } from '../../image/filter.js';
import { intersection } from '../../image/region.js';
import type { RgbPlanes } from '../../pair.js';
import { type Metric, type PairView, type View, worst } from './metric.js';
import { deepInside, FACE } from './regions.js';

/** The kernel reaches one pixel: the outline against hair and background stays out. */
const OUTLINE_PX = 1;

/** Laplacian variance of *before*'s face. */
export const sharpnessBefore: Metric = {
  name: 'sharpness_before',
  unit: 'variance of the Laplacian of luma in 0..255',
  direction: 'higher',
  range: [0, Infinity],
  describe: 'Sharpness of the face on before; depends on the size of the image.',
  measure: ({ views: [before], manifest }) => {
    const where = before.labels && deepInside(before.labels, FACE, OUTLINE_PX, manifest);
    return laplacianVariance(before.image, where);
  },
};

/** Laplacian variance of a state over that of *before*; of all states the one furthest from 1, on either side. */
export const sharpnessRatio: Metric = {
  name: 'sharpness_ratio',
  unit: 'ratio',
  direction: 'none',
  range: [0, Infinity],
  describe: 'Sharpness of the face on another state over that on before, on the pixels that are face on both.',
  measure: (pair) => {
    const [before, ...others] = pair.views;
    const ratios = others.map((other) => ratio(pair, before, other));
    return worst(ratios, (a, b) => (Math.abs(Math.log(b)) > Math.abs(Math.log(a)) ? b : a));
  },
};

function ratio({ manifest }: PairView, before: View, other: View): number | undefined {
  let where: Uint8Array | undefined;
  if (before.labels && other.labels) {
    const [here, there] = [before.labels, other.labels].map((map) => deepInside(map, FACE, OUTLINE_PX, manifest));
    where = intersection(here!, there!);
  }
  const a = laplacianVariance(before.image, where);
  const b = laplacianVariance(other.image, where);
  return a === undefined || b === undefined || a === 0 ? undefined : b / a;
}

/**
 * Variance of the four-neighbour Laplacian of luma, in 0..255 squared, over the set pixels, or over all (Pech-Pacheco
 * et al. 2000). [3, H, W] in [-1, 1]; undefined without pixels.
 */
export function laplacianVariance(image: RgbPlanes, where?: Uint8Array): number | undefined {
  const { data } = laplacian(luma(image));
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (let i = 0; i < data.length; i++) {
    if (where && !where[i]) continue;
    const v = data[i]! * 127.5;
    n++;
    sum += v;
    squares += v * v;
  }
  return n === 0 ? undefined : Math.max(0, squares / n - (sum / n) ** 2);
}
