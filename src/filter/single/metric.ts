/** What a metric of one picture is: a declaration, and a pure measurement on what is computed once for all of them. */
import type { MetricInfo } from '../metrics/metric.js';
import type { Look } from './look.js';

/** A metric of one picture. */
export interface SingleMetric extends MetricInfo {
  /** Raw value, or undefined when it cannot be measured. */
  readonly measure: (look: Look) => number | undefined;
}
