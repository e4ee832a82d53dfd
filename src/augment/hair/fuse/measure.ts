/** How well hair and portrait go together. Pure. */
import { luma } from '../../../image/filter.js';
import type { Plane, RgbPlanes } from '../../../pair.js';
import { wideGaussian } from '../../wide-gaussian.js';
import { irradiance } from '../harmonics.js';
import { luminance } from '../srgb.js';
import type { Light } from '../types.js';
import { boxAround, cutImage, cutPlane } from './box.js';
import { linearise } from './linearise.js';

/** Blur before steps are compared, px at 512: single strands are no seam. */
const SEAM_PX_AT_512 = 1.5;
/** Share of the hairline that may be worse than what is reported. */
const WORST = 0.05;
/** From this on, a pixel is skin. */
const SKIN = 0.3;

/**
 * Seam of the hairline: after a blur, the 95th percentile of what a step between neighbours is larger than the same step
 * in either source, in levels of 255; over skin where the matte is between. Images [3, H, W], planes [H, W], `scale` is
 * the picture's width / 512. Undefined where no hair ends on skin. A wig's hard edge on fair skin has about 25.
 */
export function hairlineSeam(
  behind: RgbPlanes,
  hair: RgbPlanes,
  after: RgbPlanes,
  alpha: Plane,
  skin: Plane,
  scale: number,
): number | undefined {
  const sigma = SEAM_PX_AT_512 * scale;
  const onSkin = new Uint8Array(alpha.data.length);
  for (let i = 0; i < onSkin.length; i++) {
    const a = alpha.data[i]!;
    if (a > 0.02 && a < 0.98 && skin.data[i]! >= SKIN) onSkin[i] = 1;
  }
  const box = boxAround(onSkin, alpha.width, alpha.height, Math.ceil(3 * sigma));
  if (!box) return undefined;
  const near = cutPlane(skin, box).data;
  const matte = blurred(cutPlane(alpha, box), sigma);
  const [a, b, joined] = [behind, hair, after].map((image) => blurred(luma(cutImage(image, box)), sigma)) as [
    Float32Array,
    Float32Array,
    Float32Array,
  ];
  const { width, height } = box;
  const excesses = new Float64Array(2 * width * height);
  let count = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const i = y * width + x;
      if (near[i]! < SKIN || matte[i]! < 0.05 || matte[i]! > 0.95) continue;
      if (x + 1 < width) excesses[count++] = excess(a, b, joined, i, i + 1);
      if (y + 1 < height) excesses[count++] = excess(a, b, joined, i, i + width);
    }
  }
  const ascending = excesses.subarray(0, count).sort();
  return ascending[ascending.length - 1 - Math.floor(ascending.length * WORST)];
}

/** By how much a step from pixel i to j is larger than in either source, levels of 255. */
function excess(a: Float32Array, b: Float32Array, joined: Float32Array, i: number, j: number): number {
  const own = Math.max(Math.abs(a[i]! - a[j]!), Math.abs(b[i]! - b[j]!));
  return Math.max(0, Math.abs(joined[i]! - joined[j]!) - own) * 127.5;
}

function blurred({ data, width, height }: Plane, sigmaPx: number): Float32Array {
  const copy = data.slice();
  wideGaussian(copy, width, height, sigmaPx);
  return copy;
}

/** Sums for a plane fitted to values over (x, y). */
const TERMS = 3;
/** Full hair, whose brightness is not that of what is behind it. */
const FULL = 0.9;

/**
 * Whether light falls on the hair from where it falls on the face: the slope of brightness across the hair, as it is and
 * as this light would give a ball of the hair's size, in stops a radius; the length of the difference. About 0.5 is
 * usual, hair is no ball; a head lit from the wrong side has 2 and more. Image [3, H, W], alpha [H, W]; undefined with
 * little hair.
 */
export function lightMismatch(after: RgbPlanes, alpha: Plane, light: Pick<Light, 'sh'>): number | undefined {
  const { width, height, data } = alpha;
  const step = Math.max(1, Math.round(width / 128));
  const pixels: number[] = [];
  for (let y = 0; y < height; y += step) {
    for (let x = 0; x < width; x += step) if (data[y * width + x]! > FULL) pixels.push(y * width + x);
  }
  if (pixels.length < 50) return undefined;
  const xs = pixels.map((i) => i % width);
  const ys = pixels.map((i) => Math.floor(i / width));
  const box = (v: readonly number[]): readonly [number, number] => {
    const low = v.reduce((a, b) => Math.min(a, b));
    const high = v.reduce((a, b) => Math.max(a, b));
    return [(low + high) / 2, (high - low) / 2];
  };
  const [cx, rx] = box(xs);
  const [cy, ry] = box(ys);
  const radius = Math.max(rx, ry, 1);
  const seen = new PlaneFit();
  const lit = new PlaneFit();
  pixels.forEach((i, k) => {
    const x = (xs[k]! - cx) / radius;
    const y = (cy - ys[k]!) / radius;
    const across = Math.hypot(x, y);
    const shrink = across > 0.95 ? 0.95 / across : 1;
    const z = Math.sqrt(1 - (across * shrink) ** 2);
    const of = (c: number): number => irradiance(light, x * shrink, y * shrink, z, c);
    seen.add(x, y, Math.log2(Math.max(1e-3, linearise(lumaAt(after, i)))));
    lit.add(x, y, Math.log2(Math.max(1e-3, luminance(of(0), of(1), of(2)))));
  });
  const [a, b] = [seen.slope(), lit.slope()];
  return Math.hypot(a[0] - b[0], a[1] - b[1]);
}

function lumaAt({ data, width, height }: RgbPlanes, i: number): number {
  const n = width * height;
  return 0.299 * data[i]! + 0.587 * data[n + i]! + 0.114 * data[2 * n + i]!;
}

/** Least squares of value = a + b x + c y, by normal equations about the means. */
class PlaneFit {
  readonly #rows: number[] = [];

  add(x: number, y: number, value: number): void {
    this.#rows.push(x, y, value);
  }

  slope(): [number, number] {
    const count = this.#rows.length / TERMS;
    const mean = [0, 0, 0];
    this.#rows.forEach((v, i) => {
      mean[i % TERMS]! += v / count;
    });
    let [xx, xy, yy, xv, yv] = [1e-9, 0, 1e-9, 0, 0];
    for (let i = 0; i < this.#rows.length; i += TERMS) {
      const [x, y, v] = [0, 1, 2].map((k) => this.#rows[i + k]! - mean[k]!) as [number, number, number];
      xx += x * x;
      xy += x * y;
      yy += y * y;
      xv += x * v;
      yv += y * v;
    }
    const determinant = xx * yy - xy * xy;
    return [(yy * xv - xy * yv) / determinant, (xx * yv - xy * xv) / determinant];
  }
}
