/** Ears and cheeks that a hair mask took along are given back by their colour. Pure. */
import type { Plane } from '../../../pair.js';
import type { HeadRaster } from '../raster/head.js';
import { luminance } from '../srgb.js';
import type { Camera, PortraitRegions } from '../types.js';
import { cmBelow } from './below.js';
import { setOf, widened } from './set-of.js';
import { softened } from './spread.js';

/** Where that happens: between these, cm below the head's origin, and so near the fitted head, cm. */
const FROM = -2;
const TO = 11;
const NEAR = 2;
/** A colour is skin where it is so much nearer to skin than to hair; of brightness, which shading changes, this counts. */
const NEARER = 0.5;
const BRIGHTNESS = 0.4;
/** Hair and skin closer than this, natural logarithms, are not told apart by colour. */
const APART = 0.3;
/** Single pixels do not decide: blur, cm. */
const BLUR = 0.1;

/**
 * Hair mask less what has the colour of this person's skin rather than of this person's hair, at the sides of
 * the face. `linear` is RGB, [3, H, W]. Allocates.
 */
export function skinNotHair(
  linear: Float32Array,
  { hair, skin }: Pick<PortraitRegions, 'hair' | 'skin'>,
  { triangle }: HeadRaster,
  camera: Camera,
): Plane {
  const { width, height } = hair;
  const n = width * height;
  const own = meanColour(linear, (i) => skin.data[i]! > 0.5);
  const other = meanColour(linear, (i) => hair.data[i]! > 0.9);
  if (!own || !other || separation(own, other) < APART) return hair;
  const near = widened(
    setOf(n, (i) => triangle[i]! >= 0),
    width,
    height,
    NEAR * camera.scale,
  );
  const below = cmBelow(camera);
  const alike = new Float32Array(n);
  const colour = new Float64Array(3);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (hair.data[i]! < 0.05 || !near[i]) continue;
      const depth = below(x, y);
      if (depth < FROM || depth > TO) continue;
      describe(linear, i, colour);
      alike[i] = separation(colour, own) < NEARER * separation(colour, other) ? 1 : 0;
    }
  }
  const sure = softened(alike, width, height, BLUR * camera.scale);
  return { ...hair, data: hair.data.map((value, i) => value * (1 - Math.max(0, Math.min(1, 3 * sure[i]! - 1)))) };
}

/** Logarithms of red and blue over green, and of luminance. */
function describe(linear: Float32Array, i: number, out: Float64Array): void {
  const n = linear.length / 3;
  const [r, g, b] = [linear[i]! + 2e-3, linear[n + i]! + 2e-3, linear[2 * n + i]! + 2e-3];
  out[0] = Math.log(r / g);
  out[1] = Math.log(b / g);
  out[2] = BRIGHTNESS * Math.log(luminance(r, g, b));
}

function separation(a: Float64Array, b: Float64Array): number {
  return Math.hypot(a[0]! - b[0]!, a[1]! - b[1]!, a[2]! - b[2]!);
}

function meanColour(linear: Float32Array, of: (i: number) => boolean): Float64Array | undefined {
  const n = linear.length / 3;
  const sum = new Float64Array(3);
  const one = new Float64Array(3);
  let count = 0;
  for (let i = 0; i < n; i += 3) {
    if (!of(i)) continue;
    describe(linear, i, one);
    for (let c = 0; c < 3; c++) sum[c]! += one[c]!;
    count++;
  }
  return count > 0 ? sum.map((value) => value / count) : undefined;
}
