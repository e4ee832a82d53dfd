/** Regions of a parsed face by class name: what the image metrics look at, and what they look away from. */
import { distanceTo } from '../../image/distance.js';
import { pixelsBesides, pixelsBeyond } from '../../image/region.js';
import type { PackManifest } from '../../pack/manifest.js';
import type { LabelMap } from '../../pair.js';

/** Classes inside the outline of the face. */
export const FACE: readonly string[] = ['skin', 'nose', 'lips', 'mouth', 'eye', 'brow'];

/** Pixels of the named classes that are more than `awayPx` from every pixel of another class. [H, W] of 0 and 1. */
export function deepInside(
  labels: LabelMap,
  names: readonly string[],
  awayPx: number,
  manifest: PackManifest,
): Uint8Array {
  const classes = manifest.scorers.parsing?.classes ?? [];
  const named = classes.flatMap((name, label) => (names.includes(name) ? [label] : []));
  const others = pixelsBesides(labels, named);
  return pixelsBeyond(distanceTo(others, labels.width, labels.height), awayPx);
}
