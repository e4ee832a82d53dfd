/** More of a texture, by example: pores and grain of the forehead for as much scalp as there is. Pure. */
import { gaussian } from '../../../image/filter.js';
import type { RgbPlanes } from '../../../pair.js';
import { streamOf } from '../../../random.js';
import { cut, cutOf, frameAround } from './frame.js';
import { softened } from './spread.js';

/** Where texture may be taken, and how coarse it may be. */
export interface Example {
  readonly image: RgbPlanes;
  /** 1 on skin, [H, W]. */
  readonly skin: Uint8Array;
  /** Standard deviation of the blur that splits texture from colour, px. */
  readonly sigmaPx: number;
  /** Side of the triangles whose corners each bring their own piece of the example, px. */
  readonly tilePx: number;
  readonly seed: number;
  /** Texture is made where this is above 0, [H, W]. */
  readonly where: Float32Array;
}

/** Grain, not wrinkles: what stands out by more than this many standard deviations is cut. */
const MOST_DEVIATIONS = 2.5;
/** Pieces come from the quietest share of the skin, so that no wrinkle is strewn over a scalp. */
const QUIETEST = 0.75;

/**
 * High band of skin, sRGB-encoded differences [3, H, W]: at every pixel three pieces of the example, each moved to a
 * place of its own, weighted by the pixel's place in a triangle and divided by the length of the weights, which keeps
 * the variance (Heitz and Neyret 2018, "High-Performance By-Example Noise"). Zero where there is no example. Allocates.
 */
export function skinTexture(example: Example): Float32Array {
  const { sigmaPx, tilePx, seed, where } = example;
  const { width, height } = example.image;
  const n = width * height;
  const out = new Float32Array(3 * n);
  const frame = frameAround(width, height, Math.ceil(tilePx), (i) => example.skin[i] === 1);
  if (!frame) return out;
  const skin = cut(example.skin, width, height, frame);
  const band = highBand(cutOf(example.image, frame), skin, sigmaPx);
  const [w, h] = [frame.width, frame.height];
  const places = quietOf(centresOf(band.inside, skin, w, h, tilePx), band.data, w, h, tilePx);
  if (places.length === 0) return out;
  const random = streamOf(seed, 0, 'skin-texture');
  // Corners of the triangle grid, each with the piece of the example that is moved there.
  const rows = Math.ceil((height / tilePx) * (2 / Math.sqrt(3))) + 3;
  const columns = Math.ceil(width / tilePx) + rows + 3;
  const pick = Int32Array.from({ length: rows * columns }, () => places[Math.floor(random() * places.length)]!);
  for (let y = 0, i = 0; y < height; y++) {
    const v = (y / tilePx) * (2 / Math.sqrt(3));
    for (let x = 0; x < width; x++, i++) {
      if (!(where[i]! > 0)) continue;
      // Skewed coordinates: unit steps u and v go along two sides of the triangles.
      const u = x / tilePx - 0.5 * v + rows;
      const column = Math.floor(u);
      const row = Math.floor(v);
      const [fu, fv] = [u - column, v - row];
      const upper = fu + fv < 1;
      const weights = upper ? [1 - fu - fv, fu, fv] : [fu + fv - 1, 1 - fu, 1 - fv];
      const corners = upper ? CORNERS[0]! : CORNERS[1]!;
      const length = Math.hypot(weights[0]!, weights[1]!, weights[2]!);
      for (let k = 0; k < 3; k++) {
        const [du, dv] = corners[k]!;
        const [cu, cv] = [column + du, row + dv];
        const place = pick[cv * columns + (cu % columns)]!;
        const cx = (cu - rows + 0.5 * cv) * tilePx;
        const cy = (cv * tilePx * Math.sqrt(3)) / 2;
        const px = Math.round((place % w) + x - cx);
        const py = Math.round(((place / w) | 0) + y - cy);
        if (px < 0 || py < 0 || px >= w || py >= h) continue;
        const weight = weights[k]! / length;
        for (let c = 0; c < 3; c++) out[c * n + i]! += weight * band.data[(c * h + py) * w + px]!;
      }
    }
  }
  return out;
}

/** Steps from the grid cell's corner to those of its two triangles, in the order of the weights. */
const CORNERS = [
  [
    [0, 0],
    [1, 0],
    [0, 1],
  ],
  [
    [1, 1],
    [0, 1],
    [1, 0],
  ],
] as const;

/** Image less its blur, both over skin alone, cut at a few deviations; 0 elsewhere. */
function highBand(image: RgbPlanes, skin: Uint8Array, sigma: number): { data: Float32Array; inside: Float32Array } {
  const { width, height } = image;
  const n = width * height;
  const inside = gaussian({ data: Float32Array.from(skin), width, height }, sigma).data;
  const data = new Float32Array(3 * n);
  const part = new Float32Array(n);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < n; i++) part[i] = skin[i] ? image.data[c * n + i]! : 0;
    const blurred = gaussian({ data: part, width, height }, sigma).data;
    const sizes: number[] = [];
    for (let i = 0; i < n; i++) {
      if (!skin[i]) continue;
      data[c * n + i] = part[i]! - blurred[i]! / inside[i]!;
      if (i % 3 === 0) sizes.push(Math.abs(data[c * n + i]!));
    }
    // By the median, which wrinkles and single hairs do not move.
    const most = MOST_DEVIATIONS * 1.4826 * (Float64Array.from(sizes).sort()[sizes.length >> 1] ?? 0);
    for (let i = 0; i < n; i++) data[c * n + i] = Math.max(-most, Math.min(most, data[c * n + i]!));
  }
  return { data, inside };
}

/** Of these centres the ones whose surroundings have the least of the band. */
function quietOf(centres: Int32Array, band: Float32Array, width: number, height: number, tilePx: number): Int32Array {
  const n = width * height;
  const squares = new Float32Array(n);
  for (let i = 0; i < n; i++) squares[i] = band[n + i]! ** 2;
  const energy = softened(squares, width, height, tilePx / 3);
  const sorted = Float64Array.from(centres, (i) => energy[i]!).sort();
  const most = sorted[Math.floor(QUIETEST * sorted.length)] ?? 0;
  return centres.filter((i) => energy[i]! <= most);
}

/** Centres around which a whole tile is skin, or nearly. */
function centresOf(inside: Float32Array, skin: Uint8Array, width: number, height: number, tilePx: number): Int32Array {
  for (const enough of [0.98, 0.9, 0.75]) {
    const wide = softened(inside, width, height, tilePx / 2);
    const found: number[] = [];
    for (let i = 0; i < skin.length; i++) if (skin[i] && wide[i]! > enough) found.push(i);
    if (found.length > tilePx) return Int32Array.from(found);
  }
  return new Int32Array(0);
}
