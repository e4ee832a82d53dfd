/** What a metric is: a declaration and a pure measurement. Gates decide elsewhere; a metric only tells. */
import type { PackManifest } from '../../pack/manifest.js';
import type { AttributeScores, EditTrace, LabelMap, Plane, RgbPlanes } from '../../pair.js';

/** One image of a pair with what the networks see in it; a network that the pack lacks leaves its field out. */
export interface View {
  readonly image: RgbPlanes;
  readonly attributes: AttributeScores;
  /** Parsing at the image's size, classes as in the manifest. */
  readonly labels?: LabelMap | undefined;
  /** Identity embedding. */
  readonly embedding?: Float32Array | undefined;
  /** Points in px, [x0, y0, …], in the manifest's order. */
  readonly points?: Float32Array | undefined;
  /** Score of the pack's discriminator. */
  readonly realism?: number | undefined;
}

/** All that metrics of a pair may look at. */
export interface PairView {
  /** In target order: *before*, (between), *after*. */
  readonly views: readonly [View, View, ...View[]];
  readonly mask: Plane;
  readonly edit: EditTrace;
  readonly notes: Readonly<Record<string, number>>;
  readonly manifest: PackManifest;
}

/** A metric's name, unit, direction and range, one sentence on it, and its measurement. */
export interface Metric {
  readonly name: string;
  readonly unit: string;
  /** Which way is better; `none` where neither is. */
  readonly direction: 'higher' | 'lower' | 'none';
  /** Smallest and largest possible value. */
  readonly range: readonly [number, number];
  readonly describe: string;
  /** Raw value, or undefined when it cannot be measured. */
  readonly measure: (pair: PairView) => number | undefined;
}

/** A metric as declared, without its measurement: what gates and reports know of it. */
export type MetricInfo = Omit<Metric, 'measure'>;

/**
 * Measures *before* against every other state and takes the worst, by `pick`; states that cannot be measured are
 * left out, and the result is undefined when all are.
 */
export function worstAgainstBefore(
  { views: [before, ...others] }: PairView,
  pick: (a: number, b: number) => number,
  measure: (before: View, other: View) => number | undefined,
): number | undefined {
  return worst(
    others.map((other) => measure(before, other)),
    pick,
  );
}

/** The worst of what could be measured, by `pick` (Math.max or Math.min). */
export function worst(
  values: readonly (number | undefined)[],
  pick: (a: number, b: number) => number,
): number | undefined {
  const measured = values.filter((v) => v !== undefined);
  return measured.length === 0 ? undefined : measured.reduce((a, b) => pick(a, b));
}
