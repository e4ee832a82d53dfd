/** Scores of several images or comparisons as those of their item: the worst of each, by the metric's direction. Pure. */
import type { MetricInfo } from '../filter/metrics/metric.js';

/**
 * The worst value of each metric: the smallest where higher is better, the largest where lower is, and where neither is,
 * the one furthest from zero, with its sign (an angle), or, for a count, the one furthest from one.
 */
export function worstOf(
  all: readonly Readonly<Record<string, number>>[],
  metrics: ReadonlyMap<string, MetricInfo>,
): Record<string, number> {
  const worst: Record<string, number> = {};
  for (const scores of all) {
    for (const [name, value] of Object.entries(scores)) {
      const known = worst[name];
      worst[name] = known === undefined ? value : worse(known, value, metrics.get(name));
    }
  }
  return worst;
}

function worse(a: number, b: number, metric: MetricInfo | undefined): number {
  if (metric?.direction === 'higher') return Math.min(a, b);
  if (metric?.direction === 'lower') return Math.max(a, b);
  const wanted = metric?.unit === 'count' ? 1 : middleOf(metric);
  return Math.abs(a - wanted) >= Math.abs(b - wanted) ? a : b;
}

/** What a two-sided metric is furthest from when it is bad: zero, or the middle of a range that has one. */
function middleOf(metric: MetricInfo | undefined): number {
  const [low, high] = metric?.range ?? [-Infinity, Infinity];
  return low >= 0 && Number.isFinite(high) ? (low + high) / 2 : low > 0 ? 1 : 0;
}
