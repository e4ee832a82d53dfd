/** What the patches over each pixel say of it. Pure. */
import { type Level, PIXEL, RADIUS } from './level.js';
import type { Matches } from './match.js';

/**
 * Mean colour that the matches of the patches over a pixel have there, good matches and near centres counting more,
 * over targets; their share of a vote in the fourth channel, 0 where there is none. A patch votes on pixels up to `reach`
 * from its centre, at most RADIUS. [H, W, 4]. Allocates.
 */
export function votes(level: Level, { nearest, distance }: Matches, reach: number): Float32Array {
  const { pixels, state, trust, width, height, targets } = level;
  const sum = new Float32Array(4 * state.length);
  let mean = 0;
  for (const i of targets) mean += Math.min(1, distance[i]!) / Math.max(1, targets.length);
  const scale = mean + 1e-5;
  for (const i of targets) {
    const from = nearest[i]!;
    // Patches deep in a hole agree with what they made up; those at its rim with what is there.
    const good = trust[i]! * Math.exp(-Math.min(distance[i]! / scale, 20));
    const x = i % width;
    const y = (i - x) / width;
    for (let dy = Math.max(-reach, -y); dy <= Math.min(reach, height - 1 - y); dy++) {
      for (let dx = Math.max(-reach, -x); dx <= Math.min(reach, width - 1 - x); dx++) {
        const offset = dy * width + dx;
        const to = i + offset;
        if (state[to] === PIXEL.unusable || state[from + offset] !== PIXEL.known) continue;
        const at = 4 * to;
        const q = 4 * (from + offset);
        const weight = good * NEARNESS[dy * dy + dx * dx]!;
        sum[at]! += weight * pixels[q]!;
        sum[at + 1]! += weight * pixels[q + 1]!;
        sum[at + 2]! += weight * pixels[q + 2]!;
        sum[at + 3]! += weight;
      }
    }
  }
  for (let at = 0; at < sum.length; at += 4) {
    const total = sum[at + 3]!;
    if (total === 0) continue;
    for (let c = 0; c < 3; c++) sum[at + c]! /= total;
  }
  return sum;
}

/** A patch speaks with most authority at its centre, which keeps texture crisp; by squared distance from it. */
const NEARNESS = Float32Array.from({ length: 2 * RADIUS * RADIUS + 1 }, (_, squared) => 1 / (1 + squared));

/** Gives the holes of the level what was voted for. */
export function elect({ pixels, state }: Level, voted: Float32Array): void {
  for (let i = 0; i < state.length; i++) {
    if (state[i] !== PIXEL.hole || voted[4 * i + 3] === 0) continue;
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = voted[4 * i + c]!;
  }
}
