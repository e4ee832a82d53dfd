/** How far a direction is worth following: while images stay faces and the attribute still answers. */
import { invariant } from '../errors.js';

/** What moving many samples by one strength did. */
export interface Response {
  /** Mean score of the target attribute over the samples; NaN where none could be scored. */
  readonly score: number;
  /** Share of the samples whose image is still a face, [0, 1]; a single sample may answer yes or no. */
  readonly valid: number | boolean;
}

export interface UsefulRangeOptions {
  /** Farthest move to try, in W units. */
  readonly limit: number;
  /** Steps to either side. @default 8 */
  readonly steps?: number;
  /** Share of faces below which a strength, and all beyond it, is lost. @default 0.95 */
  readonly minValid?: number;
  /** Gain of a step, as a share of the side's largest, below which the attribute has stopped answering. @default 0.1 */
  readonly minGain?: number;
}

export interface UsefulRange {
  /** Strengths [lo, hi] with lo ≤ 0 ≤ hi, in W units; an end is 0 where moving that way does nothing useful. */
  readonly range: readonly [number, number];
  /** Everything that was evaluated, by rising strength. */
  readonly curve: readonly (Response & { readonly strength: number })[];
}

/** Asks for the responses at 2 · steps + 1 strengths in one call, and reads the range off the curve. */
export async function usefulRange(
  evaluate: (strengths: readonly number[]) => Promise<readonly Response[]>,
  options: UsefulRangeOptions,
): Promise<UsefulRange> {
  const { limit, steps = 8, minValid = 0.95, minGain = 0.1 } = options;
  const strengths = Array.from({ length: 2 * steps + 1 }, (_, i) => ((i - steps) * limit) / steps);
  const responses = await evaluate(strengths);
  invariant(responses.length === strengths.length, `${strengths.length} strengths got ${responses.length} responses`);
  const curve = responses.map((response, i) => ({ ...response, strength: strengths[i]! }));

  const end = (sign: 1 | -1): number => {
    // (1) Outwards while images stay faces.
    const outwards = sign > 0 ? curve.slice(steps) : curve.slice(0, steps + 1).reverse();
    const lost = outwards.findIndex(({ score, valid }) => !(Number(valid) >= minValid && Number.isFinite(score)));
    const faces = lost < 0 ? outwards : outwards.slice(0, lost);
    // (2) Back over the steps that no longer move the score. A slow first step counts: a probability starts flat.
    const gains = faces.slice(1).map(({ score }, i) => sign * (score - faces[i]!.score));
    const least = minGain * Math.max(0, ...gains);
    const last = gains.findLastIndex((gain) => gain > 0 && gain >= least);
    return last < 0 ? 0 : faces[last + 1]!.strength;
  };
  return { range: [end(-1), end(1)], curve };
}
