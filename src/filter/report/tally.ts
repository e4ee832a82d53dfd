/**
 * Counts of a stream of values in bins whose width adapts: memory stays flat however many values come, and the
 * result depends on the values alone, not on their order.
 *
 * Bins are [k·w, (k+1)·w) with w a power of two; empty ones take no memory, so an outlier costs no detail. When more
 * than `LIMIT` are filled, w doubles and neighbours merge; ⌊⌊x/w⌋/2⌋ = ⌊x/2w⌋, so merging is exact.
 */
import { invariant } from '../../errors.js';

/** Filled bins at most; the chart groups them further. */
const LIMIT = 4096;

/** Values counted so far, in two series. */
export interface Tally {
  /** Bin width is 2^exponent. */
  exponent: number;
  readonly bins: Map<number, { kept: number; dropped: number }>;
  kept: number;
  dropped: number;
  min: number;
  max: number;
  /** Whether every value was a whole number, which then get a bar each. */
  whole: boolean;
}

/** A tally without values. Starts with a width of 2^-40, far below the six digits that records keep. */
export function emptyTally(): Tally {
  return { exponent: -40, bins: new Map(), kept: 0, dropped: 0, min: Infinity, max: -Infinity, whole: true };
}

/** Counts one finite value. */
export function tally(into: Tally, value: number, series: 'kept' | 'dropped'): void {
  invariant(Number.isFinite(value), 'a tallied value is finite');
  into.min = Math.min(into.min, value);
  into.max = Math.max(into.max, value);
  into.whole &&= Number.isInteger(value);
  into[series] += 1;
  add(into.bins, Math.floor(value / 2 ** into.exponent), series, 1);
  if (into.bins.size > LIMIT) widen(into);
}

/** The value below which a share `q` of all values lies, to within one fine bin. */
export function quantile(of: Tally, q: number): number {
  let left = q * (of.kept + of.dropped);
  for (const [key, { kept, dropped }] of [...of.bins].sort(([a], [b]) => a - b)) {
    left -= kept + dropped;
    if (left <= 0) return Math.min(of.max, Math.max(of.min, (key + 0.5) * 2 ** of.exponent));
  }
  return of.max;
}

/** Doubles the width until the filled bins are few enough; widths at which none merge are passed over. */
function widen(of: Tally): void {
  const sorted = Float64Array.from(of.bins.keys()).sort();
  let steps = 0;
  do steps += 1;
  while (distinct(sorted, 2 ** steps) > LIMIT);
  const narrow = [...of.bins];
  of.bins.clear();
  of.exponent += steps;
  for (const [key, { kept, dropped }] of narrow) {
    add(of.bins, Math.floor(key / 2 ** steps), 'kept', kept);
    add(of.bins, Math.floor(key / 2 ** steps), 'dropped', dropped);
  }
}

/** Number of different ⌊key / width⌋ of sorted keys. */
function distinct(sorted: Float64Array, width: number): number {
  let n = 0;
  let last = Number.NaN;
  for (const key of sorted) {
    const wide = Math.floor(key / width);
    if (wide !== last) n += 1;
    last = wide;
  }
  return n;
}

function add(bins: Tally['bins'], key: number, series: 'kept' | 'dropped', n: number): void {
  let bin = bins.get(key);
  if (!bin) {
    bin = { kept: 0, dropped: 0 };
    bins.set(key, bin);
  }
  bin[series] += n;
}
