/** Which patch of what is known is most like each patch at a hole: PatchMatch (Barnes et al. 2009). Pure. */
import { type Level, PIXEL, RADIUS } from './level.js';

/** By pixel; only targets of the level count. */
export interface Matches {
  /** Centre of the most similar patch. */
  readonly nearest: Int32Array;
  /** Mean squared difference from it. */
  readonly distance: Float32Array;
}

/** Squared difference that counts for a pixel of the example that is not known. */
const UNKNOWN = 0.8;

/** Any patch for each target. The level has sources. Allocates. */
export function firstMatches({ state, targets, sources }: Level, random: () => number): Matches {
  const nearest = new Int32Array(state.length).fill(-1);
  for (const i of targets) nearest[i] = sources[Math.floor(random() * sources.length)]!;
  return { nearest, distance: new Float32Array(state.length) };
}

/** The matches of the coarser level, at twice the place. Allocates. */
export function finerMatches(level: Level, coarser: Level, { nearest: from }: Matches, random: () => number): Matches {
  const { width, state, targets, sources, serves } = level;
  const nearest = new Int32Array(state.length).fill(-1);
  for (const i of targets) {
    const x = i % width;
    const y = (i - x) / width;
    const column = Math.min(coarser.width - 1, x >> 1);
    const up = from[Math.min(coarser.height - 1, y >> 1) * coarser.width + column]!;
    const fx = up % coarser.width;
    const there = up < 0 ? -1 : (2 * ((up - fx) / coarser.width) + (y & 1)) * width + 2 * fx + (x & 1);
    nearest[i] = there >= 0 && serves[there] ? there : sources[Math.floor(random() * sources.length)]!;
  }
  return { nearest, distance: new Float32Array(state.length) };
}

/** Fills in the distances of the matches as they are. */
export function measure(level: Level, { nearest, distance }: Matches): void {
  for (const i of level.targets) distance[i] = patchDistance(level, i, nearest[i]!, Infinity);
}

/**
 * One round over the targets, in scan order or against it: tries the neighbours' matches moved along, then random
 * places around the best, ever nearer.
 */
export function search(level: Level, { nearest, distance }: Matches, forwards: boolean, random: () => number): void {
  const { targets, width, height, serves } = level;
  const step = forwards ? -1 : 1;
  const count = targets.length;
  for (let k = 0; k < count; k++) {
    const i = targets[forwards ? k : count - 1 - k]!;
    const x = i % width;
    let best = nearest[i]!;
    let least = distance[i]!;
    const consider = (candidate: number): void => {
      if (candidate === best || !serves[candidate]) return;
      const d = patchDistance(level, i, candidate, least);
      if (d >= least) return;
      least = d;
      best = candidate;
    };
    const beside = x + step >= 0 && x + step < width ? nearest[i + step]! : -1;
    if (beside >= 0) consider(beside - step);
    const across = i + step * width;
    const above = across >= 0 && across < nearest.length ? nearest[across]! : -1;
    if (above >= 0) consider(above - step * width);
    for (let range = Math.max(width, height); range >= 1; range /= 3) {
      const bx = best % width;
      const tx = bx + Math.round((2 * random() - 1) * range);
      const ty = (best - bx) / width + Math.round((2 * random() - 1) * range);
      if (tx >= 0 && ty >= 0 && tx < width && ty < height) consider(ty * width + tx);
    }
    nearest[i] = best;
    distance[i] = least;
  }
}

/** Mean squared difference of two patches, weighted by trust in the first; Infinity once it is above `limit`. */
function patchDistance(level: Level, target: number, source: number, limit: number): number {
  const { pixels, state, trust, total, width, height } = level;
  const x = target % width;
  const y = (target - x) / width;
  const x0 = x < RADIUS ? -x : -RADIUS;
  const x1 = x > width - 1 - RADIUS ? width - 1 - x : RADIUS;
  const y0 = y < RADIUS ? -y : -RADIUS;
  const y1 = y > height - 1 - RADIUS ? height - 1 - y : RADIUS;
  const all = total[target]!;
  const enough = limit * all;
  let sum = 0;
  for (let dy = y0; dy <= y1; dy++) {
    const row = dy * width;
    for (let dx = x0; dx <= x1; dx++) {
      const a = target + row + dx;
      const weight = trust[a]!;
      if (weight === 0) continue;
      const b = source + row + dx;
      if (state[b] !== PIXEL.known) {
        sum += weight * UNKNOWN;
        continue;
      }
      const p = 4 * a;
      const q = 4 * b;
      const red = pixels[p]! - pixels[q]!;
      const green = pixels[p + 1]! - pixels[q + 1]!;
      const blue = pixels[p + 2]! - pixels[q + 2]!;
      const kind = pixels[p + 3]! - pixels[q + 3]!;
      sum += weight * (red * red + green * green + blue * blue + kind * kind);
    }
    if (sum > enough) return Infinity;
  }
  return all === 0 ? 0 : sum / all;
}
