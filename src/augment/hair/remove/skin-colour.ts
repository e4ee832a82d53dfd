/** Colour of skin that hair hides, as low band: the light on the fitted head, joined to the skin in sight. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';
import { irradiance } from '../harmonics.js';
import { encodedOf } from '../srgb.js';
import type { Light } from '../types.js';
import type { BareHead } from './bare-head.js';
import { spread } from './spread.js';

/** cm over which the skin's own deviation from the model of light fades away from where it is seen. */
const FADE = 7;
/** Blur of that deviation among the skin in sight, cm. */
const BLUR = 0.3;
/** Natural logarithm beyond which a deviation is no skin: shadows under hair, highlights. */
const MOST = 0.7;
/** Share of light that is lost per cm that the surface lies below its surroundings. */
const OCCLUSION = 0.55;
/** The face does not tell what light falls on the crown from behind: it is taken for at least this share of the mean. */
const DIMMEST = 0.5;
/** Nor what falls on sides that are not seen: for at most this share of the most that skin in sight has. */
const BRIGHTEST = 1.1;

/** What is to be painted. */
export interface Scalp {
  /** The portrait, linear RGB, [3, H, W]. */
  readonly linear: Float32Array;
  /** Painted where this is above 0. */
  readonly where: Plane;
  /** What roots leave of the light, linear, [3, H, W]. */
  readonly shade: Float32Array;
}

/**
 * albedo · irradiance(normal) · occlusion, times the ratio of photograph and model where skin is in sight (`anchor`,
 * [H, W]), continued over the head as a membrane of its logarithm.
 *
 * → sRGB-encoded [3, H, W] in [-1, 1], smooth. Allocates.
 */
export function skinColour(
  { linear, where, shade }: Scalp,
  bare: BareHead,
  light: Light,
  anchor: Uint8Array,
  pxPerCm: number,
): RgbPlanes {
  const { width, height } = where;
  const n = width * height;
  const model = shaded(bare, light, anchor, where);
  const ratio = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) {
    if (!anchor[i]) continue;
    for (let at = i; at < 3 * n; at += n) {
      const log = Math.log(Math.max(1e-3, linear[at]!) / model[at]!);
      ratio[at] = Math.max(-MOST, Math.min(MOST, log));
    }
  }
  const gain = spread({
    values: ratio,
    known: anchor,
    width,
    height,
    cellPx: pxPerCm / 8,
    blurPx: BLUR * pxPerCm,
    fadePx: FADE * pxPerCm,
  });
  const data = new Float32Array(3 * n);
  for (let i = 0; i < n; i++) {
    if (where.data[i] === 0) continue;
    for (let at = i; at < 3 * n; at += n) data[at] = encodedOf(model[at]! * Math.exp(gain[at]!) * shade[at]!);
  }
  return { data, width, height };
}

/** Linear RGB of the bare model where it is needed, [3, H, W]; 1 elsewhere. */
function shaded({ normal, hollow }: BareHead, light: Light, anchor: Uint8Array, where: Plane): Float32Array {
  const n = anchor.length;
  const out = new Float32Array(3 * n).fill(1);
  const lit = (i: number, c: number): number =>
    softMax(irradiance(light, normal[i]!, normal[n + i]!, normal[2 * n + i]!, c), DIMMEST * light.sh[c]!);
  const most = new Float64Array(3);
  for (let i = 0; i < n; i++) {
    if (anchor[i]) for (let c = 0; c < 3; c++) most[c] = Math.max(most[c]!, BRIGHTEST * lit(i, c));
  }
  for (let i = 0; i < n; i++) {
    if (where.data[i] === 0 && anchor[i] === 0) continue;
    const open = Math.exp(-OCCLUSION * hollow[i]!);
    for (let c = 0; c < 3; c++) {
      const brightest = most[c]! > 0 ? most[c]! : Infinity;
      out[c * n + i] = Math.max(1e-3, light.albedo[c]! * Math.min(brightest, lit(i, c)) * open);
    }
  }
  return out;
}

/** The larger of two, rounded off where they are near. */
function softMax(a: number, b: number): number {
  return 0.5 * (a + b + Math.sqrt((a - b) ** 2 + (0.3 * b) ** 2));
}
