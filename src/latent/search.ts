/**
 * How far to move: the smallest strength whose image scores inside a band, found by looking at images.
 *
 * Every network call is a batch, so the search asks for several strengths at once: first a sweep from the start
 * outwards, then sections between the last strength that falls short and the first that does not. With a batch of 4 a
 * round leaves a fifth of the interval, for about the price of the one image with which bisection would halve it.
 * Scores need not be monotone: only strengths that were looked at are ever returned.
 */
import { invariant } from '../errors.js';
import type { Band } from '../pair.js';

export interface SearchOptions {
  /** Score at each strength, in the same order; one batched call. NaN where nothing could be scored. */
  readonly evaluate: (strengths: readonly number[]) => Promise<readonly number[]>;
  /** Accepted scores. */
  readonly band: Band;
  /** Strengths allowed, in W units; contains the start. */
  readonly range: readonly [number, number];
  /** Where the search starts, usually strength 0, the latent itself; its score is known already. */
  readonly start: { readonly strength: number; readonly score: number };
  /** Whether the score rises with the strength. */
  readonly rising: boolean;
  /** Strengths evaluated at most. */
  readonly budget: number;
  /** Strengths a call. @default 4 */
  readonly batch?: number;
  /** How near to the smallest accepted strength is near enough, in W units. @default a fortieth of the way to the range's end */
  readonly tolerance?: number;
}

export interface SearchResult {
  /** A strength that was evaluated (or the start): in the band when reached, else the nearest to it. */
  readonly strength: number;
  readonly score: number;
  readonly reached: boolean;
  /** Strengths evaluated, the start not counted. */
  readonly evaluations: number;
}

/** Steps from the start to the range's end: fine enough to see a score that rises and falls again. */
const SWEEP_STEPS = 8;

interface Point {
  readonly strength: number;
  readonly score: number;
}

/** Finds the smallest move from the start whose score lies in the band, to the side that the band asks for. */
export async function searchStrength(options: SearchOptions): Promise<SearchResult> {
  const { evaluate, band, range, start, rising, budget, batch = 4 } = options;
  invariant(batch >= 1, `a batch holds at least one strength, not ${batch}`);
  const startSide = Math.sign(overshoot(start.score, band));
  const far = startSide < 0 === rising ? range[1] : range[0];
  const reach = far - start.strength;
  const outwards = startSide < 0 === rising ? reach > 0 : reach < 0;
  if (!(Math.abs(startSide) === 1 && outwards)) {
    return { strength: start.strength, score: start.score, reached: startSide === 0, evaluations: 0 };
  }
  const tolerance = options.tolerance ?? Math.abs(reach) / 40;
  const isHit = (point: Point): boolean => overshoot(point.score, band) === 0;
  const seen: Point[] = [{ strength: start.strength, score: start.score }];
  const left = (): number => budget - (seen.length - 1);
  const look = async (strengths: readonly number[]): Promise<Point[]> => {
    const scores = await evaluate(strengths);
    invariant(scores.length === strengths.length, `${strengths.length} strengths got ${scores.length} scores`);
    const points = strengths.map((strength, i) => ({ strength, score: scores[i]! }));
    seen.push(...points);
    return points;
  };

  // Narrows an interval whose near end lies on one side of the band, and whose far end does not. A far end beyond a
  // narrow band is no answer yet, so it looks much closer there. Says whether a hit was left at the far end.
  const section = async (near: Point, bound: Point, side: number): Promise<boolean> => {
    for (let width = bound.strength - near.strength; left() > 0; width = bound.strength - near.strength) {
      // The slack keeps a rounding error from costing a round.
      if (Math.abs(width) <= (isHit(bound) ? tolerance : tolerance / 100) * (1 + 1e-9)) break;
      const count = Math.min(batch, left());
      const from = near.strength;
      const inner = await look(Array.from({ length: count }, (_, i) => from + (width * (i + 1)) / (count + 1)));
      const points = [near, ...inner, bound];
      const first = points.findIndex(({ score }, i) => i > 0 && leaves(score, side, band));
      near = points[first - 1]!;
      bound = points[first]!;
    }
    return isHit(bound);
  };

  // (1) Sweep outwards in even steps, on half of the budget at most; (2) section where the score enters or crosses.
  const steps = Math.max(1, Math.min(SWEEP_STEPS, Math.floor(budget / 2)));
  let last: Point = start;
  let side = startSide;
  for (let step = 1, found = false; step <= steps && left() > 0 && !found; step += batch) {
    const count = Math.min(batch, steps - step + 1, left());
    const points = await look(Array.from({ length: count }, (_, i) => start.strength + (reach * (step + i)) / steps));
    for (const point of points) {
      if (!found && leaves(point.score, side, band)) {
        found = await section(last, point, side);
        side = Math.sign(overshoot(point.score, band));
      }
      last = point;
    }
  }

  // (3) The smallest hit of all that was seen, or what came nearest.
  const moved = ({ strength }: Point): number => Math.abs(strength - start.strength);
  const hits = seen.filter(isHit).sort((a, b) => moved(a) - moved(b));
  const gap = ({ score }: Point): number => Math.abs(overshoot(score, band));
  const nearest = seen.reduce((best, point) => (gap(point) < gap(best) ? point : best));
  return { ...(hits[0] ?? nearest), reached: hits.length > 0, evaluations: seen.length - 1 };
}

/** How far a score lies above the band; negative below, 0 inside, NaN for NaN. */
function overshoot(score: number, { min = -Infinity, max = Infinity }: Band): number {
  if (score < min) return score - min;
  if (score > max) return score - max;
  return Number.isNaN(score) ? Number.NaN : 0;
}

/** Whether a score is in the band or past it, seen from one side (−1 below, 1 above); no score leaves nothing. */
function leaves(score: number, side: number, band: Band): boolean {
  return !Number.isNaN(score) && Math.sign(overshoot(score, band)) !== side;
}
