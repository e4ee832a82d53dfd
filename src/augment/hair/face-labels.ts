/** Face parsing of a photograph without a parser: features by their outlines, the rest by the fitted head. Pure. */
import type { LabelMap } from '../../pair.js';
import { OVAL } from './fit/landmarks.js';
import { FEATURES, fillPolygon } from './outlines.js';

/** Along the bridge, the wings and the base: FACEMESH_NOSE with the sides of the bridge. */
const NOSE = [...[168, 193, 188, 174, 198, 131, 48, 64, 98, 97, 2], ...[326, 327, 294, 278, 360, 420, 399, 412, 417]];
/** Inner edge of the lips: teeth and tongue. */
const MOUTH = [78, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308, 415, 310, 311, 312, 13, 82, 81, 80, 191];

/** Outlines in the order in which they are drawn, by class; later ones lie over earlier ones. */
const DRAWN: readonly (readonly [name: string, polygon: readonly number[]])[] = [
  ['skin', OVAL],
  ['nose', NOSE],
  ['lips', FEATURES.lips!],
  ['mouth', MOUTH],
  ['eye', FEATURES.eyeRight!],
  ['eye', FEATURES.eyeLeft!],
  ['brow', FEATURES.browRight!],
  ['brow', FEATURES.browLeft!],
];

/**
 * Ears, neck, clothes and the bare scalp as the fitted head shows them, the face as MediaPipe's 478 points outline it.
 * `painted` [H, W] and the result are numbered as `classes`. Allocates.
 */
export function faceLabels(points: Float32Array, painted: LabelMap, classes: readonly string[]): LabelMap {
  const { width, height } = painted;
  const skin = classes.indexOf('skin');
  const features = new Set(DRAWN.map(([name]) => classes.indexOf(name)));
  // The head's own features are those of its mesh: too coarse, and never quite where they are in the picture.
  const data = painted.data.map((label) => (features.has(label) ? skin : label));
  for (const [name, polygon] of DRAWN) {
    const inside = new Uint8Array(width * height);
    fillPolygon(points, polygon, inside, width, height);
    const label = classes.indexOf(name);
    for (let i = 0; i < data.length; i++) if (inside[i]) data[i] = label;
  }
  return { data, width, height };
}
