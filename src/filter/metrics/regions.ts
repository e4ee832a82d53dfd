/** Regions of a parsed face by class name: what the image metrics look at, and what they look away from. */
import { distanceTo } from '../../image/distance.js';
import type { PackManifest } from '../../pack/manifest.js';
import type { LabelMap } from '../../pair.js';

/** Classes inside the outline of the face. */
export const FACE: readonly string[] = ['skin', 'nose', 'lips', 'mouth', 'eye', 'brow'];

/** Pixels whose class is named, [H, W] of 0 and 1. Names that the pack does not parse select nothing. */
function pixelsOf(labels: LabelMap, names: readonly string[], manifest: PackManifest): Uint8Array {
  const classes = manifest.scorers.parsing?.classes ?? [];
  const chosen = classes.map((name) => names.includes(name));
  return Uint8Array.from(labels.data, (label) => (chosen[label] ? 1 : 0));
}

/** Pixels of the named classes that are more than `awayPx` from every pixel of another class. */
export function deepInside(
  labels: LabelMap,
  names: readonly string[],
  awayPx: number,
  manifest: PackManifest,
): Uint8Array {
  const others = pixelsOf(labels, names, manifest).map((set) => 1 - set);
  const distance = distanceTo(others, labels.width, labels.height).data;
  return Uint8Array.from(distance, (d) => (d > awayPx ? 1 : 0));
}
