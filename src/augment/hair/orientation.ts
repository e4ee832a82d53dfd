/**
 * Which way hair runs in a picture: the orientation map of MichiGAN (Tan et al. 2020, its cal_orientation.py), so that
 * maps of rendered and of photographed hair are comparable, and either can be given to its networks.
 *
 * θ, here and in `HairLayer`: angle of the strand from the picture's x axis, counter-clockwise as one sees it, [0, π).
 * 0 lies, π/2 stands, π/4 rises to the right. Of a strand that goes dx px right and dy px down, by double angle,
 *   cos 2θ = (dx² - dy²) / (dx² + dy²),  sin 2θ = -2 dx dy / (dx² + dy²).
 */
import type { Plane, RgbPlanes } from '../../pair.js';
import { type Box, boxAround } from './fuse/box.js';
import { ANGLES, type Strongest, strongestAngles } from './oriented-filter.js';

/** How to make the map. */
export interface OrientationOptions {
  /**
   * What angle i of the 32 means. `michigan`: i π / 31 as upstream has it, though its kernels stand i π / 32 apart, so
   * that the map turns by up to 5.6° with growing angle; for maps that its networks shall read. `true`: i π / 32; for
   * comparing with what strands really do.
   */
  readonly spacing: 'michigan' | 'true';
}

/** Orientation of hair, [H, W] each. */
export interface OrientationMap {
  /** rad, [0, π); 0 outside the mask. */
  readonly theta: Plane;
  /** Response of the strongest filter before smoothing, levels of 255; 0 outside the mask. */
  readonly confidence: Plane;
}

/** A mask counts from this on: above 130 of 255 in the 8-bit mask upstream reads. */
const MASK_LEAST = 130.5 / 255;
/** Upstream's grey; blue should be 0.114, but its networks have been trained with this. */
const GREY = [0.299, 0.587, 0.144] as const;
const SMOOTH_PX = 4;
/** cv2.GaussianBlur with kernel size 0 on floats: four deviations either way. */
const SMOOTH_REACH = 4 * SMOOTH_PX;

/**
 * Strongest of 32 line filters at each pixel of the mask; then doubled angles weighted by response are smoothed with a
 * Gaussian of 4 px over the mask's pixels, which fills where no strand stands out.
 *
 * The filters see strands 1 to 3 px wide: make the map at the size at which it is used (MichiGAN: 512 px).
 * Image [3, H, W], mask [H, W] → two planes [H, W]. Allocates. About 0.2 s for 80,000 px of hair.
 */
export function orientationMap(image: RgbPlanes, mask: Plane, { spacing }: OrientationOptions): OrientationMap {
  const set = hairPixels(mask);
  return smoothed(strongestAngles(greyLevels(image), set), set, image, spacing);
}

/** The maps of both spacings, for little more than one. */
export function orientationMaps(image: RgbPlanes, mask: Plane): Record<OrientationOptions['spacing'], OrientationMap> {
  const set = hairPixels(mask);
  const strongest = strongestAngles(greyLevels(image), set);
  const of = (spacing: OrientationOptions['spacing']) => smoothed(strongest, set, image, spacing);
  return { michigan: of('michigan'), true: of('true') };
}

function smoothed(
  { angle, response }: Strongest,
  set: Uint8Array,
  { width, height }: RgbPlanes,
  spacing: OrientationOptions['spacing'],
): OrientationMap {
  const step = (2 * Math.PI) / (spacing === 'michigan' ? ANGLES - 1 : ANGLES);
  const cosine = new Float32Array(set.length);
  const sine = new Float32Array(set.length);
  for (let i = 0; i < set.length; i++) {
    if (response[i] === 0) continue;
    cosine[i] = Math.cos(angle[i]! * step) * response[i]!;
    sine[i] = Math.sin(angle[i]! * step) * response[i]!;
  }
  const box = boxAround(set, width, height, 0);
  if (box) {
    smooth(cosine, width, height, box);
    smooth(sine, width, height, box);
  }
  const theta = new Float32Array(set.length);
  for (let i = 0; i < set.length; i++) if (set[i]) theta[i] = halfAngle(cosine[i]!, sine[i]!);
  return { theta: { data: theta, width, height }, confidence: { data: response, width, height } };
}

/** As MichiGAN saves it (`…_orient_dense.png`): θ · 255 / π rounded down, [H, W] uint8; 0 outside the mask. */
export function encodeOrientation({ theta }: OrientationMap): Uint8Array {
  const bytes = new Uint8Array(theta.data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = (theta.data[i]! * 255) / Math.PI;
  return bytes;
}

/** Angle from its doubled cosine and sine, rad, [0, π). */
export function halfAngle(cosine: number, sine: number): number {
  const half = Math.atan2(sine, cosine) / 2;
  // In float32 a tiny negative angle plus π would be π.
  return half < -1e-7 ? half + Math.PI : Math.max(0, half);
}

/** Pixels that count as hair, [H, W] of 0 and 1. */
export function hairPixels({ data }: Plane): Uint8Array {
  const set = new Uint8Array(data.length);
  for (let i = 0; i < set.length; i++) set[i] = data[i]! > MASK_LEAST ? 1 : 0;
  return set;
}

function greyLevels({ data, width, height }: RgbPlanes): Plane {
  const n = width * height;
  const grey = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    const sum = GREY[0] * (data[i]! + 1) + GREY[1] * (data[n + i]! + 1) + GREY[2] * (data[2 * n + i]! + 1);
    grey[i] = 127.5 * sum;
  }
  return { data: grey, width, height };
}

/** Gaussian within the box, in place; nothing lies beside it. Mirrored at the picture's edge, as cv2. */
function smooth(plane: Float32Array, width: number, height: number, box: Box): void {
  const taps = Float64Array.from({ length: SMOOTH_REACH + 1 }, (_, k) => Math.exp(-(k * k) / (2 * SMOOTH_PX ** 2)));
  const sum = taps.reduce((a, b) => a + b) * 2 - 1;
  for (let k = 0; k < taps.length; k++) taps[k]! /= sum;
  smoothColumns(plane, width, height, box, taps, smoothRows(plane, width, box, taps));
}

/** Along x, four pixels at a time, [height, width] of the box and a row of zeros. Allocates. */
function smoothRows(plane: Float32Array, width: number, box: Box, taps: Float64Array): Float64Array {
  const out = new Float64Array((box.height + 1) * box.width);
  const line = new Float64Array(box.width + 2 * SMOOTH_REACH + 3);
  for (let y = 0; y < box.height; y++) {
    const row = (box.y + y) * width;
    for (let x = -SMOOTH_REACH; x < box.width + SMOOTH_REACH; x++) {
      line[x + SMOOTH_REACH] = plane[row + mirror(box.x + x, width)]!;
    }
    for (let x = 0; x < box.width; x += 4) {
      const at = x + SMOOTH_REACH;
      let a = taps[0]! * line[at]!;
      let b = taps[0]! * line[at + 1]!;
      let c = taps[0]! * line[at + 2]!;
      let d = taps[0]! * line[at + 3]!;
      for (let k = 1; k <= SMOOTH_REACH; k++) {
        const tap = taps[k]!;
        a += tap * (line[at - k]! + line[at + k]!);
        b += tap * (line[at + 1 - k]! + line[at + 1 + k]!);
        c += tap * (line[at + 2 - k]! + line[at + 2 + k]!);
        d += tap * (line[at + 3 - k]! + line[at + 3 + k]!);
      }
      // Beyond the box's end it is the next row's beginning, which is written later.
      const to = y * box.width + x;
      out[to] = a;
      out[to + 1] = b;
      out[to + 2] = c;
      out[to + 3] = d;
    }
  }
  return out.fill(0, box.height * box.width);
}

/** Along y, whole rows at a time, two either way for each time that sums are written. */
function smoothColumns(
  plane: Float32Array,
  width: number,
  height: number,
  box: Box,
  taps: Float64Array,
  rows: Float64Array,
): void {
  const zeros = box.height * box.width;
  const startOf = (y: number): number => {
    const from = mirror(y, height) - box.y;
    return from >= 0 && from < box.height ? from * box.width : zeros;
  };
  const acc = new Float64Array(box.width);
  for (let y = 0; y < box.height; y++) {
    const own = y * box.width;
    for (let x = 0; x < acc.length; x++) acc[x] = taps[0]! * rows[own + x]!;
    for (let k = 1; k <= SMOOTH_REACH; k += 2) {
      const [tap, next] = [taps[k]!, taps[k + 1]!];
      const above = startOf(box.y + y - k);
      const below = startOf(box.y + y + k);
      const higher = startOf(box.y + y - k - 1);
      const lower = startOf(box.y + y + k + 1);
      for (let x = 0; x < acc.length; x++) {
        acc[x] = acc[x]! + tap * (rows[above + x]! + rows[below + x]!) + next * (rows[higher + x]! + rows[lower + x]!);
      }
    }
    plane.set(acc, (box.y + y) * width + box.x);
  }
}

/** Index mirrored at the centres of the first and last pixel, as often as it takes. */
function mirror(i: number, n: number): number {
  if (n === 1) return 0;
  let at = i;
  while (at < 0 || at >= n) at = at < 0 ? -at : 2 * (n - 1) - at;
  return at;
}
