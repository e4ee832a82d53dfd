/** What hair hid besides the head: background, and clothes on the shoulders. Pure. */
import type { RgbPlanes } from '../../../pair.js';
import type { Camera, PortraitRegions } from '../types.js';
import type { BareHead } from './bare-head.js';
import { cmBelow } from './below.js';
import type { Extent } from './extent.js';
import { inpaint } from './inpaint/inpaint.js';
import { PIXEL } from './inpaint/level.js';
import { softened, spread, without } from './spread.js';

/** Person masks are unsure along the outline: what is nearer to it than this is no example of background. */
const UNSURE = { background: 0.1, body: 0.6 } as const;
/** cm below the head's origin, along it, from which a person is clothes and shoulders. */
const SHOULDERS = 10;
/** cm around hair in which its shadow and stray hairs spoil examples. */
const SPOILT = 0.3;
/** Standard deviation of the blur that splits texture from colour, cm. */
const SPLIT = 0.5;
/** As far under the outline as light wraps around it, cm. */
const RIM = 0.25;

/**
 * Fills what is replaced and not all head. Whether background or clothes were there is decided as a membrane between
 * both where they are seen; the head is neither. Colour goes on as a membrane of what is seen of the same kind, texture
 * and structure by example: so a plain backdrop shows no edge where the hair was. Allocates.
 */
export function fillBehind(
  image: RgbPlanes,
  { person }: PortraitRegions,
  { coverage }: BareHead,
  { matte, distance }: Extent,
  tinted: Uint8Array,
  camera: Camera,
  seed: number,
): RgbPlanes {
  const { width, height } = image;
  const n = width * height;
  const state = new Uint8Array(n);
  const seen = new Float32Array(n);
  const known = new Uint8Array(n);
  const below = cmBelow(camera);
  // A little under the head's outline too, which takes on some of what is behind it.
  const inner = softened(coverage, width, height, RIM * camera.scale).map((k, i) =>
    coverage[i] === 1 && k < 0.999 ? 1 : 0,
  );
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const p = person.data[i]!;
      if (matte[i]! > 0 && (coverage[i]! < 1 || inner[i]! > 0)) state[i] = PIXEL.hole;
      else if (coverage[i]! > 0 || distance[i]! < SPOILT * camera.scale) state[i] = PIXEL.unusable;
      else if (p < UNSURE.background) state[i] = PIXEL.known;
      else if (p > UNSURE.body && below(x, y) > SHOULDERS && !tinted[i]) state[i] = PIXEL.known;
      known[i] = state[i] === PIXEL.known ? 1 : 0;
      seen[i] = p > 0.5 ? 1 : 0;
    }
  }
  const likely = spread({ values: seen, known, width, height, cellPx: camera.scale / 4 });
  const kind = new Uint8Array(n);
  for (let i = 0; i < n; i++) kind[i] = likely[i]! > 0.5 ? 1 : 0;
  const low = lowBand(image, known, kind, camera.scale);
  const high = without(image, low);
  quietOnly(high, state, distance, camera.scale);
  const filled = inpaint({ image: high, state, kind, seed });
  const data = image.data.slice();
  for (let i = 0; i < n; i++) {
    if (state[i] !== PIXEL.hole) continue;
    for (let at = i; at < 3 * n; at += n) data[at] = filled.data[at]! + low[at]!;
  }
  return { data, width, height };
}

/** Around holes, cm from the hair, and how much livelier than there an example may be, in squares. */
const RIM_OUTER = 3;
const LIVELY = 2;
/** Right beside the holes it may be so many times as lively again: what is cut off there goes on. */
const BESIDE = 4;

/** Takes out of the examples what is livelier than what surrounds the holes: a flag does not go on behind a head. */
function quietOnly(high: RgbPlanes, state: Uint8Array, distance: Float32Array, pxPerCm: number): void {
  const n = state.length;
  const squares = new Float32Array(n);
  for (let i = 0; i < n; i++) {
    if (state[i] === PIXEL.known) for (let at = i; at < 3 * n; at += n) squares[i]! += high.data[at]! ** 2;
  }
  const energy = softened(squares, high.width, high.height, 0.4 * pxPerCm);
  const around: number[] = [];
  for (let i = 0; i < n; i++) {
    if (state[i] === PIXEL.known && distance[i]! < RIM_OUTER * pxPerCm) around.push(energy[i]!);
  }
  if (around.length === 0) return;
  const most = LIVELY * Float64Array.from(around).sort()[Math.floor(0.75 * around.length)]! + 1e-5;
  for (let i = 0; i < n; i++) {
    const limit = distance[i]! > RIM_OUTER * pxPerCm ? most : BESIDE * most;
    if (state[i] === PIXEL.known && energy[i]! > limit) state[i] = PIXEL.unusable;
  }
}

/** Colour without texture: a blur within each kind where it is seen, a membrane beyond. [3, H, W]. */
function lowBand(image: RgbPlanes, known: Uint8Array, kind: Uint8Array, pxPerCm: number): Float32Array {
  const { width, height, data } = image;
  const n = width * height;
  const out = new Float32Array(3 * n);
  for (const which of [0, 1]) {
    const own = known.map((value, i) => (value && kind[i] === which ? 1 : 0));
    const size = { width, height, cellPx: pxPerCm / 6, blurPx: SPLIT * pxPerCm };
    const field = spread({ values: data, known: own, ...size });
    for (let i = 0; i < n; i++) {
      if (kind[i] !== which) continue;
      for (let at = i; at < 3 * n; at += n) out[at] = field[at]!;
    }
  }
  return out;
}
