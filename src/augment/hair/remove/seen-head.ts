/** The fitted head's surface, with the ears that the bare head has: what hides hair. Pure. */
import type { Plane } from '../../../pair.js';
import { type HeadRaster, paintLabels } from '../raster/head.js';
import type { HeadModel } from '../types.js';

/** A pixel of which the head covers less has background in it, and hair before that. */
const WHOLE = 0.95;

/**
 * Where the fitted ear stands out farther than the ear of the bare head, or jaw and neck farther than the person, there is
 * no surface: hair behind it shows, and no slit of background is left between hair and ear. `coverage` is the bare
 * head's, [H, W], [0, 1]; where a collar hides the neck, the neck stays. Allocates.
 */
export function seenHead(raster: HeadRaster, head: HeadModel, coverage: Plane, person: Plane): HeadRaster {
  const { width, height } = raster;
  const n = width * height;
  const [depth, normal, triangle] = [raster.depth.slice(), raster.normal.slice(), raster.triangle.slice()];
  const [ear, cloth] = [head.labels.indexOf('ear'), head.labels.indexOf('cloth')];
  const labels = paintLabels(raster, head);
  for (let i = 0; i < n; i++) {
    if (labels[i] === 0 || labels[i] === cloth || coverage.data[i]! >= WHOLE) continue;
    if (labels[i] !== ear && person.data[i]! > 0.5) continue;
    depth[i] = -Infinity;
    triangle[i] = -1;
    for (let at = i; at < 3 * n; at += n) normal[at] = 0;
  }
  return { ...raster, depth, normal, triangle };
}
