/** Fills holes of an image with what lies around them: by example, coarse to fine. Pure. */
import { invariant } from '../../../../errors.js';
import type { RgbPlanes } from '../../../../pair.js';
import { streamOf } from '../../../../random.js';
import { type Frame, frameAround } from '../frame.js';
import { spread } from '../spread.js';
import { type Level, levelOf, PIXEL, pyramid, RADIUS } from './level.js';
import { finerMatches, firstMatches, type Matches, measure, search } from './match.js';
import { elect, votes } from './vote.js';

/** A picture with holes. */
export interface Holes {
  readonly image: RgbPlanes;
  /** PIXEL of each, [H, W]: a hole is filled from known pixels; unusable ones are neither filled nor looked at. */
  readonly state: Uint8Array;
  /** What is there, or should be, such as background 0 and clothes 1, [H, W]: a hole takes after its own kind. */
  readonly kind: Uint8Array;
  readonly seed: number;
}

/** Rounds of search and vote: on the coarsest level, then finer, the last number for all the rest. */
const ROUNDS = [5, 3, 1] as const;
/** Levels with more targets take over the coarser one's matches as they are: the time would be in these. */
const MANY = 20000;
/** There the matches of neighbours agree, so that the nearest votes are enough. */
const REACH_MANY = 1;

/**
 * Every patch that touches a hole looks for the most similar patch of known pixels, and every pixel of the hole becomes
 * what the patches over it say on average, in turns (Wexler, Shechtman and Irani 2007), from a smooth first guess on the
 * coarsest level to the full size. What then differs at the rim of the hole is taken out as a membrane.
 *
 * → image [3, H, W] that differs in holes only. Without known pixels that could serve, the smooth guess. Allocates.
 */
export function inpaint({ image, state, kind, seed }: Holes): RgbPlanes {
  const { width, height } = image;
  invariant(state.length === width * height && kind.length === state.length, 'maps and image have one size');
  const frame = frameOf(state, width, height);
  if (frame === undefined) return image;
  const levels = pyramid(levelOf(image, state, kind, frame));
  const random = streamOf(seed, 0, 'inpaint');
  const served = levels.filter((level) => level.sources.length > 0);
  smoothGuess(served.at(-1) ?? levels[0]!);
  let matches: Matches | undefined;
  let voted: Float32Array | undefined;
  for (let l = served.length - 1; l >= 0; l--) {
    const level = served[l]!;
    const coarser = served[l + 1];
    const many = level.targets.length > MANY;
    matches = coarser && matches ? finerMatches(level, coarser, matches, random) : firstMatches(level, random);
    if (coarser) {
      voted = votes(level, matches, many ? REACH_MANY : RADIUS);
      elect(level, voted);
    }
    const rounds = many ? 0 : ROUNDS[Math.min(served.length - 1 - l, ROUNDS.length - 1)]!;
    for (let round = 0; round < rounds; round++) {
      measure(level, matches);
      search(level, matches, round % 2 === 0, random);
      voted = votes(level, matches, RADIUS);
      elect(level, voted);
    }
  }
  if (voted && served[0] === levels[0]) levelRim(levels[0]!, voted);
  return pasted(image, levels[0]!, frame);
}

/** The holes with a margin of half their size, so that examples come from near by. */
function frameOf(state: Uint8Array, width: number, height: number): Frame | undefined {
  const hole = (i: number): boolean => state[i] === PIXEL.hole;
  const tight = frameAround(width, height, 0, hole);
  return tight && frameAround(width, height, Math.round(0.5 * Math.max(tight.width, tight.height)) + 16, hole);
}

/** Fills the holes of a level with the membrane over its known pixels. */
function smoothGuess({ pixels, state, width, height }: Level): void {
  const known = state.map((value) => (value === PIXEL.known ? 1 : 0));
  const field = spread({ values: planar(pixels, state.length), known, width, height, cellPx: 1 });
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== PIXEL.hole) continue;
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = field[c * state.length + i]!;
  }
}

/** Moves the colour of the holes so that what was voted for the known pixels at their rim is what is there. */
function levelRim(level: Level, voted: Float32Array): void {
  const { pixels, state, width, height } = level;
  const n = state.length;
  const known = new Uint8Array(n);
  const error = new Float32Array(4 * n);
  for (const i of level.targets) {
    if (state[i] !== PIXEL.known || voted[4 * i + 3] === 0) continue;
    known[i] = 1;
    for (let c = 0; c < 3; c++) error[4 * i + c] = pixels[4 * i + c]! - voted[4 * i + c]!;
  }
  const cellPx = Math.max(1, Math.min(width, height) / 160);
  const field = spread({ values: planar(error, n), known, width, height, cellPx, blurPx: 2 * cellPx });
  for (let i = 0; i < n; i++) {
    if (state[i] !== PIXEL.hole) continue;
    for (let c = 0; c < 3; c++) pixels[4 * i + c]! += field[c * n + i]!;
  }
}

/** [H, W, 4] → [3, H, W]. */
function planar(pixels: Float32Array, n: number): Float32Array {
  const out = new Float32Array(3 * n);
  for (let c = 0; c < 3; c++) for (let i = 0; i < n; i++) out[c * n + i] = pixels[4 * i + c]!;
  return out;
}

function pasted(image: RgbPlanes, { state, pixels }: Level, frame: Frame): RgbPlanes {
  const { width, height } = image;
  const n = width * height;
  const data = image.data.slice();
  for (let y = 0, at = 0; y < frame.height; y++) {
    for (let x = 0; x < frame.width; x++, at++) {
      if (state[at] !== PIXEL.hole) continue;
      const i = (frame.top + y) * width + frame.left + x;
      for (let c = 0; c < 3; c++) data[c * n + i] = pixels[4 * at + c]!;
    }
  }
  return { data, width, height };
}
