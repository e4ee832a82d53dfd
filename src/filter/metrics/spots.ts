/** Artefact: droplets and spots, small blobs that stand out from everything around them. */
import { gaussian } from '../../image/filter.js';
import { resize, resizeLabels } from '../../image/resize.js';
import type { PackManifest } from '../../pack/manifest.js';
import type { Plane } from '../../pair.js';
import { type Metric, type View, worst } from './metric.js';
import { deepInside } from './regions.js';

/**
 * Contrast of the strongest isolated blob, worst of the states.
 *
 * A pixel is a blob of radius r when it differs from *every* point of the ring of radius r around it, to the same
 * side; its contrast is the smallest of those differences. An edge, a wrinkle or a strand of hair runs through the
 * ring somewhere and scores near 0, and so does any slope, which a deviation from the local median would not tell
 * from a spot. Radii are those of StyleGAN's droplets, 2 to 5 % of the side; each colour channel counts on its own,
 * as droplets are often coloured.
 *
 * Searched on skin, neck, cloth and background, away from any class that has blobs of its own (eyes, nostrils,
 * mouth, brows, ears) and from hair, whose ends are blobs.
 */
export const spots: Metric = {
  name: 'spots',
  unit: '0..255',
  direction: 'lower',
  range: [0, 255],
  describe: 'Contrast of the strongest isolated blob on skin, cloth or background, worst of the states.',
  measure: ({ views, manifest }) =>
    worst(
      views.map((view) => strongestSpot(view, manifest)),
      Math.max,
    ),
};

const PLAIN = ['background', 'skin', 'neck', 'cloth'];
const AWAY_PX_AT_128 = 4;
const RADII_PX_AT_128 = [3, 4.5, 6.5];
/** Points of the ring, opposite ones first: these tell a slope or an edge from a blob at once. */
const RING_ORDER = [0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15];
/** Larger images are searched at this size: droplets grow with the image, single noisy pixels do not. */
const SEARCH_PX = 256;

function strongestSpot(view: View, manifest: PackManifest): number | undefined {
  if (!view.labels) return undefined;
  const side = Math.min(SEARCH_PX, view.image.width);
  const height = Math.round((view.image.height * side) / view.image.width);
  const image = resize(view.image, side, height);
  const scale = side / 128;
  const where = deepInside(resizeLabels(view.labels, side, height), PLAIN, AWAY_PX_AT_128 * scale, manifest);
  const n = side * height;
  const blurred = [0, 1, 2].map((c) => {
    const channel = { data: image.data.subarray(c * n, (c + 1) * n), width: side, height };
    return gaussian(channel, scale);
  });
  let strongest = 0;
  for (const channel of blurred) {
    for (const radius of RADII_PX_AT_128) strongest = strongestBlob(channel, radius * scale, where, strongest);
  }
  return strongest * 127.5;
}

/** Contrast of the strongest blob of a plane among the set pixels, or `atLeast` where that is more. */
function strongestBlob({ data, width, height }: Plane, radiusPx: number, where: Uint8Array, atLeast: number): number {
  const ring = ringOffsets(radiusPx, width);
  const margin = Math.ceil(radiusPx);
  let strongest = atLeast;
  for (let y = margin; y < height - margin; y++) {
    for (let x = margin; x < width - margin; x++) {
      const i = y * width + x;
      if (!where[i]) continue;
      const centre = data[i]!;
      let above = Infinity;
      let below = Infinity;
      for (let p = 0; p < RING_ORDER.length; p++) {
        const difference = centre - data[i + ring[p]!]!;
        above = Math.min(above, difference);
        below = Math.min(below, -difference);
        if (above <= strongest && below <= strongest) break;
      }
      strongest = Math.max(strongest, above, below);
    }
  }
  return strongest;
}

/** Offsets of the points of a ring from its centre, in a plane of this width. */
function ringOffsets(radiusPx: number, width: number): Int32Array {
  return Int32Array.from(RING_ORDER, (i) => {
    const angle = (2 * Math.PI * i) / RING_ORDER.length;
    return Math.round(radiusPx * Math.sin(angle)) * width + Math.round(radiusPx * Math.cos(angle));
  });
}
