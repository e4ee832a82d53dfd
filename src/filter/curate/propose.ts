/** Thresholds proposed from the data: where the bad tail of each metric begins, and what a cut there costs. */
import type { Measurement } from '../../item.js';
import type { Band } from '../../pair.js';
import { type Gate, verdictOf } from '../gates.js';
import type { MetricInfo } from '../metrics/metric.js';
import { emptyTally, quantile, type Tally, tally } from '../report/tally.js';
import { lowerCut } from './outliers.js';

/** Fewer values than these say nothing of a tail. */
const FEWEST = 20;

/**
 * Metrics of which neither side is better, and both ends may be bad. Of the others without a better side nothing is
 * proposed: a smile or an age says what a picture shows, not how good it is, and the count of faces is no matter of degree.
 */
const TWO_SIDED: ReadonlySet<string> = new Set(['yaw', 'pitch', 'roll', 'brightness', 'aspect', 'sharpness_ratio']);

/** A proposed gate, and its expected loss on the measurements that it comes from. */
export interface Proposal {
  readonly metric: string;
  readonly band: Band;
  /** What put the bound there: a gap in the distribution, distance from the middle, or the outermost hundredth. */
  readonly why: 'valley' | 'outliers' | 'tail';
  /** Items that have the metric. */
  readonly tried: number;
  /** Items that the gate drops. */
  readonly lost: number;
  /** Items that it drops and no other proposed gate does. */
  readonly alone: number;
}

/** All proposals, and what all of them together would drop. */
export interface Proposals {
  readonly rows: Proposal[];
  /** Measured items. */
  readonly items: number;
  /** Items that fail at least one proposed gate. */
  readonly lost: number;
}

/** Counts of every metric's values, in memory that does not grow with the items. */
export type ScoreTallies = ReadonlyMap<string, Tally>;

/** Tallies to be filled by `tallyScores`, one a metric. */
export function emptyTallies(metrics: readonly MetricInfo[]): ScoreTallies {
  return new Map(metrics.map(({ name }) => [name, emptyTally()]));
}

/** Counts the scores of one item. */
export function tallyScores(into: ScoreTallies, scores: Measurement['scores']): void {
  for (const [name, counts] of into) {
    const value = scores[name];
    if (value !== undefined && Number.isFinite(value)) tally(counts, value, 'kept');
  }
}

/** A gate with the reason of its bound. */
export interface ProposedGate extends Gate {
  readonly why: Proposal['why'];
}

/**
 * One gate for each metric with at least 20 values that are not all equal, in the order of `metrics`. The bound is on
 * the worse side by the metric's direction, on both where neither is better; one that is no stricter than the gate of the
 * run is no proposal. Metrics from 0 without an upper end, such
 * as sharpness, are looked at as logarithms: their tails are a matter of ratios.
 */
export function proposeGates(
  tallies: ScoreTallies,
  metrics: readonly MetricInfo[],
  gates: readonly Gate[] = [],
): ProposedGate[] {
  return metrics.flatMap((metric) => {
    const counts = tallies.get(metric.name);
    if (!counts || counts.kept < FEWEST || counts.min === counts.max) return [];
    if (metric.unit === '0 or 1') return [];
    if (metric.direction === 'none' && !TWO_SIDED.has(metric.name)) return [];
    const below = metric.direction !== 'lower' ? cutOf(counts, metric, 1) : undefined;
    const above = metric.direction !== 'higher' ? cutOf(counts, metric, -1) : undefined;
    const now: Band = gates.find((gate) => gate.metric === metric.name)?.band ?? {};
    const min = below && rounded(below.cut, Math.floor);
    const max = above && rounded(above.cut, Math.ceil);
    const band = {
      ...(min !== undefined && min > (now.min ?? metric.range[0]) && { min }),
      ...(max !== undefined && max < (now.max ?? metric.range[1]) && { max }),
    };
    if (band.min === undefined && band.max === undefined) return [];
    const why = [below, above].find((found) => found?.why === 'valley') ?? below ?? above!;
    return [{ name: metric.name, metric: metric.name, band, why: why.why }];
  });
}

/** Counts what proposed gates would lose, exactly, on the measurements themselves. */
export async function expectedLoss(
  measurements: AsyncIterable<Measurement> | Iterable<Measurement>,
  gates: readonly ProposedGate[],
): Promise<Proposals> {
  const counts = gates.map(() => ({ tried: 0, lost: 0, alone: 0 }));
  const place = new Map(gates.map((gate, i) => [gate.name, i]));
  let items = 0;
  let lost = 0;
  for await (const { scores, trouble } of measurements) {
    if (trouble) continue;
    items++;
    gates.forEach((gate, i) => {
      if (scores[gate.metric] !== undefined) counts[i]!.tried++;
    });
    const { failures } = verdictOf(scores, gates);
    if (failures.length > 0) lost++;
    for (const { gate } of failures) counts[place.get(gate)!]!.lost++;
    if (failures.length === 1) counts[place.get(failures[0]!.gate)!]!.alone++;
  }
  return { rows: gates.map(({ metric, band, why }, i) => ({ metric, band, why, ...counts[i]! })), items, lost };
}

/** The bound below which values are bad when `sign` is 1, above which when −1. */
function cutOf(counts: Tally, { range }: MetricInfo, sign: 1 | -1): { cut: number; why: Proposal['why'] } {
  const logarithmic = range[0] === 0 && range[1] === Number.POSITIVE_INFINITY && quantile(counts, 0.01) > 0;
  const width = 2 ** counts.exponent;
  const points = [...counts.bins].map(([key, { kept }]) => {
    const value = Math.min(counts.max, Math.max(counts.min, (key + 0.5) * width));
    return { at: sign * (logarithmic ? Math.log(Math.max(value, Number.MIN_VALUE)) : value), count: kept };
  });
  const { cut, why } = lowerCut(points.sort((a, b) => a.at - b.at));
  return { cut: logarithmic ? Math.exp(sign * cut) : sign * cut, why };
}

/** To three significant digits, away from the values that pass, so that rounding loses nobody. */
function rounded(value: number, toward: (x: number) => number): number {
  if (value === 0) return 0;
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)));
  // Powers of ten below one are not exact as factors; as divisors they are.
  return digits >= 0 ? toward(value * 10 ** digits) / 10 ** digits : toward(value / 10 ** -digits) * 10 ** -digits;
}
