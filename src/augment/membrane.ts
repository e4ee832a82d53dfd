/** Screened membrane: the smoothest field with given values on some pixels, drawn back to zero on others. */
import { invariant } from '../errors.js';

/** Below this side a grid is solved without a coarser one. */
const COARSEST_PX = 16;
const SWEEPS_COARSEST = 200;
const SWEEPS_REFINE = 12;
/** Over-relaxation: near the optimum 2 / (1 + sin(π / n)) for the few wavelengths left after the coarser grid. */
const RELAXATION = 1.6;

/**
 * Solves Σ over neighbours (f_j − f_i) = screen_i · f_i on free pixels, f = known on fixed ones, no flux through the
 * image's edge: the discrete screened Poisson equation. A uniform screen of 1/ℓ² lets a fixed value fade with e^(−d/ℓ).
 *
 * The coupling has one direction: a pixel with screen 0 does not see neighbours with a screen. The field on unscreened
 * pixels is that of the plain membrane which ends at the screened ones, and fades from there.
 *
 * `known` [C, H, W], `screen` [H, W], `fixed` [H, W] non-zero where given → fields [C, H, W], each as if alone: the
 * channels share the walk over the grid. Allocates. Coarse to fine (cascadic multigrid) with Gauss–Seidel sweeps in a
 * fixed order: the result depends on the arguments alone.
 */
export function membrane(
  known: Float32Array,
  fixed: Uint8Array,
  screen: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const n = width * height;
  invariant(known.length % n === 0, 'the fields are whole');
  const halves = width % 2 === 0 && height % 2 === 0 && Math.min(width, height) > COARSEST_PX;
  const field = halves ? coarseGuess(known, fixed, screen, width, height) : new Float32Array(known.length);
  for (let c = 0; c < known.length; c += n) {
    for (let i = 0; i < n; i++) if (fixed[i]) field[c + i] = known[c + i]!;
  }
  const free = freePixels(fixed, screen, width, height);
  const sweeps = halves ? SWEEPS_REFINE : SWEEPS_COARSEST;
  for (let s = 0; s < sweeps; s++) sweep(field, free, screen);
  return field;
}

/** The solution on a grid of half the side, each value repeated on the four pixels that it stands for. */
function coarseGuess(
  known: Float32Array,
  fixed: Uint8Array,
  screen: Float32Array,
  width: number,
  height: number,
): Float32Array {
  const w = width / 2;
  const h = height / 2;
  const channels = known.length / (width * height);
  const k = new Float32Array(channels * w * h);
  const f = new Uint8Array(w * h);
  const s = new Float32Array(w * h);
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0; x < w; x++, at++) {
      let given = 0;
      let screened = 0;
      for (let corner = 0; corner < 4; corner++) {
        const i = (2 * y + (corner >> 1)) * width + 2 * x + (corner & 1);
        if (screen[i]! > 0) screened++;
        s[at]! += screen[i]!;
        if (!fixed[i]) continue;
        given++;
        for (let c = 0; c < channels; c++) k[c * w * h + at]! += known[c * width * height + i]!;
      }
      if (given > 0) for (let c = 0; c < channels; c++) k[c * w * h + at]! /= given;
      f[at] = given > 0 ? 1 : 0;
      // In the coarse grid's unit of length a screen is four times as strong: the sum of four. A block is screened
      // only as a whole, so that no unscreened pixel starts from a faded value, which it would take long to forget.
      if (screened < 4) s[at] = 0;
    }
  }
  const coarse = membrane(k, f, s, w, h);
  const field = new Float32Array(known.length);
  // Channels are stacked downwards, so the rows of all of them are one run of rows.
  for (let y = 0, i = 0; y < channels * height; y++) {
    for (let x = 0; x < width; x++, i++) field[i] = coarse[(y >> 1) * w + (x >> 1)]!;
  }
  return field;
}

/** Indices a pixel to solve has in a walk: its own, and those of its four neighbours. */
const STRIDE = 5;

/**
 * The pixels to solve in scan order, each as itself, left, right, up, down. A neighbour beyond the edge, or one not to
 * be seen, is the pixel itself: no flux.
 */
function freePixels(fixed: Uint8Array, screen: Float32Array, width: number, height: number): Int32Array {
  const last = width * height - width;
  const free = new Int32Array(STRIDE * width * height);
  let end = 0;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (fixed[i]) continue;
      const left = x > 0 ? i - 1 : i;
      const right = x + 1 < width ? i + 1 : i;
      const up = i >= width ? i - width : i;
      const down = i < last ? i + width : i;
      const blind = screen[i] === 0;
      free[end++] = i;
      free[end++] = blind && screen[left]! > 0 ? i : left;
      free[end++] = blind && screen[right]! > 0 ? i : right;
      free[end++] = blind && screen[up]! > 0 ? i : up;
      free[end++] = blind && screen[down]! > 0 ? i : down;
    }
  }
  return free.subarray(0, end);
}

/** One Gauss–Seidel sweep over the free pixels of all channels. */
function sweep(field: Float32Array, free: Int32Array, screen: Float32Array): void {
  for (let p = 0; p < free.length; p += STRIDE) {
    const i = free[p]!;
    const left = free[p + 1]!;
    const right = free[p + 2]!;
    const up = free[p + 3]!;
    const down = free[p + 4]!;
    const weight = 4 + screen[i]!;
    for (let c = 0; c < field.length; c += screen.length) {
      const sum = field[c + left]! + field[c + right]! + field[c + up]! + field[c + down]!;
      field[c + i]! += RELAXATION * (sum / weight - field[c + i]!);
    }
  }
}
