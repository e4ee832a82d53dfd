/** One size of a picture with holes, and the sizes below it. Pure. */
import { distanceTo } from '../../../../image/distance.js';
import type { RgbPlanes } from '../../../../pair.js';
import { boxMean } from '../../guided.js';
import type { Frame } from '../frame.js';

/** What each pixel is to the filling. */
export const PIXEL = { unusable: 0, known: 1, hole: 2 } as const;

/** Half the side of a patch, px of every level. */
export const RADIUS = 3;

export interface Level {
  readonly width: number;
  readonly height: number;
  /** Colour and kind interleaved, [H, W, 4]. */
  readonly pixels: Float32Array;
  /** PIXEL of each. */
  readonly state: Uint8Array;
  /** What a pixel counts when patches are compared: less the deeper it lies in a hole, nothing where unusable. */
  readonly trust: Float32Array;
  /** Pixels whose patch touches a hole, in scan order. */
  readonly targets: Int32Array;
  /** Sum of `trust` over the patch of each target. */
  readonly total: Float32Array;
  /** Centres of patches that may serve as example, and whether each pixel is one. */
  readonly sources: Int32Array;
  readonly serves: Uint8Array;
}

/** Squared difference of a whole step of kind. */
const OTHER_KIND = 0.6;
/** A level with a shorter side than twice this is the coarsest. */
const COARSEST_PX = 32;
/** What trust loses a pixel into the hole, and the least. */
const TRUST = { step: 0.75, least: 0.003 } as const;

/** The frame of an image as a level. Image [3, H, W], state and kind [H, W]. Allocates. */
export function levelOf({ data, width, height }: RgbPlanes, state: Uint8Array, kind: Uint8Array, frame: Frame): Level {
  const n = width * height;
  const pixels = new Float32Array(4 * frame.width * frame.height);
  const states = new Uint8Array(frame.width * frame.height);
  for (let y = 0, at = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++, at++) {
      const i = (frame.top + y) * width + frame.left + x;
      for (let c = 0; c < 3; c++) pixels[4 * at + c] = data[c * n + i]!;
      pixels[4 * at + 3] = kind[i]! * Math.sqrt(OTHER_KIND);
      states[at] = state[i]!;
    }
  }
  return indexed(pixels, states, frame.width, frame.height);
}

/** Full size first; each next one has half the side. Allocates. */
export function pyramid(full: Level): Level[] {
  const levels = [full];
  for (let level = full; Math.min(level.width, level.height) >= 2 * COARSEST_PX; levels.push(level)) {
    level = halved(level);
  }
  return levels;
}

/** Means of the known pixels of each block of four; a hole where any of the block is. */
function halved({ pixels, state, width, height }: Level): Level {
  const w = width >> 1;
  const h = height >> 1;
  const out = new Float32Array(4 * w * h);
  const states = new Uint8Array(w * h);
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0; x < w; x++, at++) {
      let known = 0;
      let hole = 0;
      let kind = 0;
      for (let k = 0; k < 4; k++) {
        const i = (2 * y + (k >> 1)) * width + 2 * x + (k & 1);
        if (state[i] === PIXEL.hole) hole++;
        kind = Math.max(kind, pixels[4 * i + 3]!);
        if (state[i] !== PIXEL.known) continue;
        known++;
        for (let c = 0; c < 3; c++) out[4 * at + c]! += pixels[4 * i + c]!;
      }
      if (known > 0) for (let c = 0; c < 3; c++) out[4 * at + c]! /= known;
      out[4 * at + 3] = kind;
      states[at] = hole > 0 ? PIXEL.hole : known > 1 ? PIXEL.known : PIXEL.unusable;
    }
  }
  return indexed(out, states, w, h);
}

function indexed(pixels: Float32Array, state: Uint8Array, width: number, height: number): Level {
  const near = touching(state, width, height);
  const targets: number[] = [];
  const sources: number[] = [];
  const serves = new Uint8Array(state.length);
  for (let y = 0, i = 0; y < height; y++) {
    const inner = y >= RADIUS && y < height - RADIUS;
    for (let x = 0; x < width; x++, i++) {
      if (near[i]) {
        if (state[i] !== PIXEL.unusable) targets.push(i);
      } else if (inner && x >= RADIUS && x < width - RADIUS && state[i] === PIXEL.known) {
        sources.push(i);
        serves[i] = 1;
      }
    }
  }
  const known = state.map((value) => (value === PIXEL.known ? 1 : 0));
  const depth = distanceTo(known, width, height).data;
  const trust = new Float32Array(state.length);
  for (let i = 0; i < trust.length; i++) {
    if (state[i] === PIXEL.known) trust[i] = 1;
    else if (state[i] === PIXEL.hole) trust[i] = Math.max(TRUST.least, TRUST.step ** depth[i]!);
  }
  const total = boxMean(trust, width, height, RADIUS);
  for (const i of targets) total[i]! *= patchSize(i, width, height);
  return {
    width,
    height,
    pixels,
    state,
    trust,
    targets: Int32Array.from(targets),
    total,
    sources: Int32Array.from(sources),
    serves,
  };
}

/** Pixels of the patch around i that lie in the picture. */
function patchSize(i: number, width: number, height: number): number {
  const x = i % width;
  const y = (i - x) / width;
  const columns = Math.min(RADIUS, width - 1 - x) - Math.max(-RADIUS, -x) + 1;
  return columns * (Math.min(RADIUS, height - 1 - y) - Math.max(-RADIUS, -y) + 1);
}

/** Pixels within RADIUS, in rows and columns, of a hole. */
function touching(state: Uint8Array, width: number, height: number): Uint8Array {
  const rows = new Uint8Array(state.length);
  const out = new Uint8Array(state.length);
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== PIXEL.hole) continue;
    const x = i % width;
    rows.fill(1, i - Math.min(x, RADIUS), i + Math.min(width - 1 - x, RADIUS) + 1);
  }
  for (let y = 0; y < height; y++) {
    for (let k = Math.max(0, y - RADIUS); k <= Math.min(height - 1, y + RADIUS); k++) {
      for (let x = 0; x < width; x++) out[k * width + x]! |= rows[y * width + x]!;
    }
  }
  return out;
}
