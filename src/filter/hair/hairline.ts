/** Whether the hair begins as a line that somebody drew. */
import { gaussian } from '../../image/filter.js';
import type { Plane } from '../../pair.js';
import { boundsOf, crop } from './crop.js';
import { type GrownMetric, type GrownView, HAIR } from './metric.js';

/** In distances of the eyes, 63 mm: how far the profile reaches to either side, and how wide a step is looked for. */
const REACH = 0.12;
const STEP = 0.03;
/** Single strands are smoothed away when the hairline is looked for. */
const SMOOTH = 0.04;

/** Samples of the profile on either side of the hairline. */
const SAMPLES = 16;
/** Hair rooted here begins here; the tips of a fringe end where none grows. */
const GROWS = 0.3;
/** Less hair than this is the bare side of the line: beside a parting there is more. */
const BARE = 0.1;
/** A shorter hairline, px, tells nothing. */
const LEAST_PX = 24;
/** Levels of 255: between hair and skin of more alike luma nothing is seen of a step. */
const LEAST_CONTRAST = 16;

/**
 * Across the hairline, luma goes from skin to hair. Roots thin out over a centimetre, so that averaged along it the
 * way is long: in photographs a step of 2 mm has 0.2 to 0.5 of it. A matte that was cut has all, 1; a bright or dark
 * line along the join has more.
 */
export const hairlineSeam: GrownMetric = {
  name: 'hairline_seam',
  unit: 'share',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Greatest step within 2 mm across the hairline, as a share of the difference between hair and skin.',
  measure: (view) => {
    const profile = profileOf(view);
    if (!profile) return undefined;
    const window = Math.round((STEP / REACH) * SAMPLES);
    let most = 0;
    for (let k = 0; k + window < profile.length; k++)
      most = Math.max(most, Math.abs(profile[k + window]! - profile[k]!));
    return most / Math.max(LEAST_CONTRAST, Math.abs(profile.at(-1)! - profile[0]!));
  },
};

/** Mean luma from REACH on the skin's side to REACH on the hair's. */
function profileOf({ frame, ...view }: GrownView): Float64Array | undefined {
  if (!view.growth || !view.head) return undefined;
  const reach = Math.max(4, REACH * frame.eyes);
  const margin = Math.ceil(reach) + 2;
  const bounds = boundsOf(view.growth, GROWS, 2 * margin);
  if (!bounds) return undefined;
  const alpha = crop(view.alpha, bounds);
  const luma = crop(view.luma, bounds);
  const growth = crop(view.growth, bounds);
  const head = crop(view.head, bounds);
  const { width, height } = bounds;
  const matte = gaussian(alpha, Math.max(1, SMOOTH * frame.eyes));
  const profile = new Float64Array(2 * SAMPLES + 1);
  let count = 0;
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++) {
      const i = y * width + x;
      const a = matte.data[i]!;
      if (!crosses(matte, i)) continue;
      const gx = (matte.data[i + 1]! - matte.data[i - 1]!) / 2;
      const gy = (matte.data[i + width]! - matte.data[i - width]!) / 2;
      const g = Math.hypot(gx, gy);
      const [nx, ny] = [gx / g, gy / g];
      // Onto the contour itself; a pixel beside it is less than one away.
      const off = Math.max(-1, Math.min(1, (HAIR - a) / g));
      const [px, py] = [x + nx * off, y + ny * off];
      const skin = Math.round(py - ny * reach) * width + Math.round(px - nx * reach);
      const hair = Math.round(py + ny * reach) * width + Math.round(px + nx * reach);
      if (head.data[skin]! < 0.5 || head.data[hair]! < 0.5) continue;
      if (alpha.data[skin]! > BARE || alpha.data[hair]! < HAIR || growth.data[hair]! < GROWS) continue;
      count++;
      for (let k = -SAMPLES; k <= SAMPLES; k++) {
        const t = (k / SAMPLES) * reach;
        profile[k + SAMPLES]! += sampleAt(luma, px + nx * t, py + ny * t);
      }
    }
  }
  return count < LEAST_PX ? undefined : profile.map((sum) => sum / count);
}

/** Whether the matte passes one half between this pixel and the next one on the right or below. */
function crosses({ data, width }: Plane, i: number): boolean {
  const isHair = data[i]! >= HAIR;
  return isHair !== data[i + 1]! >= HAIR || isHair !== data[i + width]! >= HAIR;
}

/** Bilinear between pixels; (x, y) in indices of pixels, inside. */
function sampleAt({ data, width }: Plane, x: number, y: number): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const i = y0 * width + x0;
  const u = x - x0;
  const v = y - y0;
  const above = data[i]! * (1 - u) + data[i + 1]! * u;
  const below = data[i + width]! * (1 - u) + data[i + width + 1]! * u;
  return above * (1 - v) + below * v;
}
