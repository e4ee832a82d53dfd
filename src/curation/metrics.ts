/** Declarations of everything that is measured of foreign datasets, in the order of reports. */

import type { MeasureOptions } from '../curate-options.js';
import { FACE_METRICS } from '../faces/index.js';
import { BETWEEN_METRICS } from '../filter/between/index.js';
import type { MetricInfo } from '../filter/metrics/metric.js';
import { packPairMetrics, packSingleMetrics } from '../filter/scored.js';
import { FACE_EXPOSURE, FACE_SHARPNESS, SINGLE_METRICS } from '../filter/single/index.js';
import type { PackManifest } from '../pack/manifest.js';

/** Of an item, where alignment is asked for. */
export const ALIGNED: MetricInfo = {
  name: 'aligned',
  unit: '0 or 1',
  direction: 'higher',
  range: [0, 1],
  describe: 'Whether landmarks were found to align the item by.',
};

/** The options that say which metrics there are. */
type Asked = Pick<MeasureOptions, 'faces' | 'align' | 'attribute'>;

/**
 * Faces first, then the image, then the pair, then what the pack's networks say. Names are unique; what is not asked
 * for is left out.
 */
export function curationMetrics(manifest: PackManifest | undefined, { faces, align, attribute }: Asked): MetricInfo[] {
  const all = [
    ...(faces ? [...FACE_METRICS, FACE_SHARPNESS, ...FACE_EXPOSURE] : []),
    ...(align === 'none' ? [] : [ALIGNED]),
    ...SINGLE_METRICS,
    ...BETWEEN_METRICS,
    ...(manifest ? [...packPairMetrics(manifest, attribute), ...packSingleMetrics(manifest)] : []),
  ];
  return [...new Map(all.map((metric) => [metric.name, metric])).values()].map(
    ({ name, unit, direction, range, describe }) => ({ name, unit, direction, range, describe }),
  );
}

/** The same by name. */
export function metricsByName(manifest: PackManifest | undefined, asked: Asked): ReadonlyMap<string, MetricInfo> {
  return new Map(curationMetrics(manifest, asked).map((metric) => [metric.name, metric]));
}
