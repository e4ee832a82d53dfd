/** Where the lower tail of a distribution begins. */

/** A value and how often it occurred. */
export interface Point {
  readonly at: number;
  readonly count: number;
}

/** MAD of a normal distribution times this is its standard deviation. */
const MAD_TO_SIGMA = 1.4826;

/** Standard deviations, as the MAD tells them, beyond which a value is an outlier (Leys et al. 2013: 3, conservative). */
const SIGMAS = 3;

/** Outliers are few: where three deviations would cut more than this share, the distribution is not of that kind. */
const MOST_OUTLIERS = 0.05;

/** Share of all that is cut where neither a gap nor deviations tell. */
const TAIL = 0.01;

/** A gap counts when it is this deep against the lower of the peaks beside it, and this much lies beyond it. */
const DEPTH = 0.25;
const BEYOND = [0.01, 0.4] as const;

/** Bins of the histogram in which gaps are sought; fewer for few values. */
const MOST_BINS = 48;

/**
 * The cut below which values are not like the others, for points in ascending order:
 *   valley    the deepest gap between the main peak and a smaller one below it, where there is one;
 *   outliers  else the median less three robust deviations of the lower half, which a long upper tail does not widen;
 *   tail      else, where most values are equal or the tail is long by nature, the lowest hundredth.
 */
export function lowerCut(points: readonly Point[]): { cut: number; why: 'valley' | 'outliers' | 'tail' } {
  const valley = gapOf(points);
  if (valley !== undefined) return { cut: valley, why: 'valley' };
  const median = weightedQuantile(points, 0.5);
  const lower = points.filter((point) => point.at <= median);
  const mad = weightedQuantile(lower.map(({ at, count }) => ({ at: median - at, count })).reverse(), 0.5);
  const cut = median - SIGMAS * MAD_TO_SIGMA * mad;
  if (mad > 0 && shareBelow(points, cut) <= MOST_OUTLIERS) return { cut, why: 'outliers' };
  return { cut: weightedQuantile(points, TAIL), why: 'tail' };
}

function shareBelow(points: readonly Point[], cut: number): number {
  const weigh = (some: readonly Point[]): number => some.reduce((sum, { count }) => sum + count, 0);
  return weigh(points.filter(({ at }) => at < cut)) / weigh(points);
}

/** The smallest value with at least a share `q` of the weight at or below it. Points in ascending order, not empty. */
export function weightedQuantile(points: readonly Point[], q: number): number {
  let left = q * points.reduce((sum, { count }) => sum + count, 0);
  for (const { at, count } of points) {
    left -= count;
    if (left <= 0) return at;
  }
  return points.at(-1)!.at;
}

/** The middle of the deepest gap below the main peak of a smoothed histogram, or undefined. */
function gapOf(points: readonly Point[]): number | undefined {
  const total = points.reduce((sum, { count }) => sum + count, 0);
  const [low, high] = [weightedQuantile(points, 0.001), weightedQuantile(points, 0.999)];
  const bins = Math.min(MOST_BINS, Math.floor(Math.sqrt(total) / 2));
  if (bins < 8 || !(high > low)) return undefined;
  const width = (high - low) / bins;
  const histogram = new Float64Array(bins);
  for (const { at, count } of points) {
    histogram[Math.min(bins - 1, Math.max(0, Math.floor((at - low) / width)))]! += count;
  }
  const smooth = histogram.map((n, i) => ((histogram[i - 1] ?? n) + 2 * n + (histogram[i + 1] ?? n)) / 4);
  const main = smooth.indexOf(smooth.reduce((a, b) => Math.max(a, b)));
  let best: { bin: number; depth: number } | undefined;
  let beyond = 0;
  let peak = 0;
  for (let bin = 0; bin < main; bin++) {
    const share = beyond / total;
    const depth = smooth[bin]! / peak;
    // Beyond chance: counts scatter by their root.
    const sure = peak - smooth[bin]! > 3 * Math.sqrt(peak);
    if (sure && depth < DEPTH && share >= BEYOND[0] && share <= BEYOND[1] && depth < (best?.depth ?? 1))
      best = { bin, depth };
    beyond += histogram[bin]!;
    peak = Math.max(peak, smooth[bin]!);
  }
  if (!best) return undefined;
  // Of a gap several bins wide, the middle.
  let end = best.bin;
  while (end + 1 < main && smooth[end + 1]! <= smooth[best.bin]!) end++;
  return low + ((best.bin + end + 1) / 2) * width;
}
