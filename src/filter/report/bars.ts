/** From a tally to the bars of a chart: the axis, the bins that a reader can tell apart, and what lies beyond. */
import type { Band } from '../../pair.js';
import { quantile, type Tally } from './tally.js';

/** Bars at most: about two for each unit of √n, so that few values do not scatter; more are too thin to compare. */
const barLimit = (n: number): number => Math.min(36, Math.max(12, Math.round(2 * Math.sqrt(n))));
/**
 * Values farther from the quartiles than this many times their distance are counted instead of drawn, so that a few
 * outliers do not squash the rest: the outer fences of Tukey, Exploratory Data Analysis (1977).
 */
const FENCE = 3;

/** One bar: values in [from, to), the last bar's end included. */
export interface Bar {
  readonly from: number;
  readonly to: number;
  readonly kept: number;
  readonly dropped: number;
}

/** What a chart draws. */
export interface Bars {
  readonly from: number;
  readonly to: number;
  /** All bars of the axis, empty ones included, in order. */
  readonly bars: readonly Bar[];
  /** Whether each bar stands for one whole number and is centred on it. */
  readonly whole: boolean;
  /** Values left and right of the axis. */
  readonly below: number;
  readonly above: number;
}

/** Groups a tally's fine bins into bars; thresholds near the values are kept in view. Undefined without values. */
export function barsOf(tally: Tally, band: Band): Bars | undefined {
  if (tally.bins.size === 0) return undefined;
  const view = viewOf(tally, band);
  const width = 2 ** Math.max(tally.exponent, widthExponent(view, tally.whole, barLimit(tally.kept + tally.dropped)));
  // A largest value that falls on an edge belongs to the bar below it: 1.0 of a share must not open a bar beyond 1.
  const closed = view.hi === tally.max && !tally.whole;
  let first = Math.floor(view.lo / width);
  let last = Math.max(first, closed ? Math.ceil(view.hi / width) - 1 : Math.floor(view.hi / width));
  const fold = last;
  if (first === last) [first, last] = [first - 1, last + 1];
  const counts = Array.from({ length: last - first + 1 }, () => ({ kept: 0, dropped: 0 }));
  let below = 0;
  let above = 0;
  for (const [key, { kept, dropped }] of tally.bins) {
    const slot = Math.floor((key * 2 ** tally.exponent) / width);
    const bar = counts[(closed ? Math.min(slot, fold) : slot) - first];
    if (bar) {
      bar.kept += kept;
      bar.dropped += dropped;
    } else if (slot < first) below += kept + dropped;
    else above += kept + dropped;
  }
  const whole = tally.whole && width === 1;
  const shift = whole ? -0.5 : 0;
  const edge = (k: number): number => k * width + shift;
  const bars = counts.map((c, i) => ({ from: edge(first + i), to: edge(first + i + 1), ...c }));
  return { from: edge(first), to: edge(last + 1), bars, whole, below, above };
}

interface View {
  readonly lo: number;
  readonly hi: number;
}

/** The values that are drawn, widened to thresholds that lie no farther off than the values span. */
function viewOf(tally: Tally, band: Band): View {
  const [q1, q3] = [quantile(tally, 0.25), quantile(tally, 0.75)];
  let lo = Math.max(tally.min, q1 - FENCE * (q3 - q1));
  let hi = Math.min(tally.max, q3 + FENCE * (q3 - q1));
  // Little is won where the outliers are near, and the quartiles say nothing where half of the values are equal.
  if (q1 === q3 || hi - lo > 0.5 * (tally.max - tally.min)) ({ min: lo, max: hi } = tally);
  const reach = Math.max(hi - lo, 0.25 * Math.max(Math.abs(lo), Math.abs(hi)));
  for (const mark of [band.min, band.max]) {
    if (mark !== undefined && mark < lo && lo - mark <= reach) lo = mark;
    if (mark !== undefined && mark > hi && mark - hi <= reach) hi = mark;
  }
  return { lo, hi };
}

/** Smallest power of two that keeps the bars few, and not below 1/256 of the values' size where all are equal. */
function widthExponent({ lo, hi }: View, whole: boolean, limit: number): number {
  const size = Math.max(Math.abs(lo), Math.abs(hi), 2 ** -20);
  let exponent = Math.floor(Math.log2(size)) - 8;
  while (Math.floor(hi / 2 ** exponent) - Math.floor(lo / 2 ** exponent) >= limit) exponent += 1;
  return whole ? Math.max(exponent, 0) : exponent;
}
