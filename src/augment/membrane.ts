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
 * `known`, `screen` [H, W], `fixed` [H, W] non-zero where given → field [H, W]. Allocates. Coarse to fine (cascadic
 * multigrid) with Gauss–Seidel sweeps in a fixed order: the result depends on the arguments alone.
 */
export function membrane(
  known: Float32Array,
  fixed: Uint8Array,
  screen: Float32Array,
  width: number,
  height: number,
): Float32Array {
  invariant(known.length === width * height, 'the field is whole');
  const halves = width % 2 === 0 && height % 2 === 0 && Math.min(width, height) > COARSEST_PX;
  const field = halves ? coarseGuess(known, fixed, screen, width, height) : new Float32Array(known.length);
  for (let i = 0; i < field.length; i++) if (fixed[i]) field[i] = known[i]!;
  const sweeps = halves ? SWEEPS_REFINE : SWEEPS_COARSEST;
  for (let s = 0; s < sweeps; s++) sweep(field, fixed, screen, width, height);
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
  const k = new Float32Array(w * h);
  const f = new Uint8Array(w * h);
  const s = new Float32Array(w * h);
  for (let y = 0, at = 0; y < h; y++) {
    for (let x = 0; x < w; x++, at++) {
      let given = 0;
      let screened = 0;
      for (const i of block(x, y, width)) {
        if (screen[i]! > 0) screened++;
        s[at]! += screen[i]!;
        if (!fixed[i]) continue;
        given++;
        k[at]! += known[i]!;
      }
      if (given > 0) k[at]! /= given;
      f[at] = given > 0 ? 1 : 0;
      // In the coarse grid's unit of length a screen is four times as strong: the sum of four. A block is screened
      // only as a whole, so that no unscreened pixel starts from a faded value, which it would take long to forget.
      if (screened < 4) s[at] = 0;
    }
  }
  const coarse = membrane(k, f, s, w, h);
  const field = new Float32Array(width * height);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) for (const i of block(x, y, width)) field[i] = coarse[y * w + x]!;
  }
  return field;
}

function block(x: number, y: number, width: number): readonly [number, number, number, number] {
  const i = 2 * y * width + 2 * x;
  return [i, i + 1, i + width, i + width + 1];
}

/** One Gauss–Seidel sweep. A neighbour beyond the edge, or one not to be seen, is the pixel itself: no flux. */
function sweep(field: Float32Array, fixed: Uint8Array, screen: Float32Array, width: number, height: number): void {
  const last = width * height - width;
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (fixed[i]) continue;
      let left = x > 0 ? i - 1 : i;
      let right = x + 1 < width ? i + 1 : i;
      let up = i >= width ? i - width : i;
      let down = i < last ? i + width : i;
      if (screen[i] === 0) {
        if (screen[left]! > 0) left = i;
        if (screen[right]! > 0) right = i;
        if (screen[up]! > 0) up = i;
        if (screen[down]! > 0) down = i;
      }
      const sum = field[left]! + field[right]! + field[up]! + field[down]!;
      field[i]! += RELAXATION * (sum / (4 + screen[i]!) - field[i]!);
    }
  }
}
