/** Ears of the bare head: those that the photograph shows, and the fitted ones where hair hides them. Pure. */
import { distanceTo } from '../../../image/distance.js';
import { type HeadRaster, renderHead } from '../raster/head.js';
import type { Camera, FittedHead, HeadModel, PortraitRegions } from '../types.js';
import { cmBelow } from './below.js';
import { setOf } from './set-of.js';

/** An ear of which the photograph shows more than this share is the photograph's own, and all of it from the second on. */
const SHOWN = { some: 0.3, all: 0.55 } as const;
const UNDER_HAIR = 0.15;
/** Nearer to the skull than this, cm, skin beside it may be a cheek broader than the fitted one. */
const EDGE = 0.2;
/** The auricle of the generic head stands out from the side of the skull farther than this, below this height, cm. */
const AURICLE = { x: 7.15, y: -1 } as const;
/** Between these, cm below the head's origin, skin beside the fitted head is ear or cheek, up to so many cm from it. */
export const BESIDE = { from: -1.5, to: 9, cm: 3.5 } as const;

/** Where the head is without its auricles, [H, W] of 0 and 1. Allocates. */
export function skullWithoutEars(fitted: FittedHead, head: HeadModel, { width, height }: HeadRaster): Uint8Array {
  const auricle = auricleOf(head);
  const triangles = head.triangles.filter((_, i) => {
    const t = i - (i % 3);
    return !auricle[head.triangles[t]!] && !auricle[head.triangles[t + 1]!] && !auricle[head.triangles[t + 2]!];
  });
  const { triangle } = renderHead(fitted, { ...head, triangles }, width, height);
  return setOf(width * height, (i) => triangle[i]! >= 0);
}

/** The auricles' vertices, of 0 and 1: the label is of the sides of the skull around them too. */
function auricleOf({ label, labels, positions }: HeadModel): Uint8Array {
  const ear = labels.indexOf('ear');
  return setOf(
    label.length,
    (v) => label[v] === ear && Math.abs(positions[3 * v]!) > AURICLE.x && positions[3 * v + 1]! < AURICLE.y,
  );
}

/**
 * Where ears are that no photograph shows, [H, W] of 0 and 1: fitted auricles, as far as hair hides them. Of an ear in sight
 * the fitted one stands only for what hair hides: beside the ear itself there is background. `labels` and `across` (cm)
 * are of the fitted head, `skull` is the head without auricles. Allocates.
 */
export function guessedEars(
  camera: Camera,
  auricle: Uint8Array,
  across: Float32Array,
  skull: Uint8Array,
  regions: Pick<PortraitRegions, 'hair' | 'person'>,
): Uint8Array {
  const shown = earsShown(camera, auricle, across, skull, regions);
  return setOf(auricle.length, (i) => {
    if (!auricle[i]) return false;
    const share = shown[across[i]! < 0 ? 0 : 1];
    return share < SHOWN.some || (share < SHOWN.all && regions.hair.data[i]! > UNDER_HAIR);
  });
}

/**
 * How much of each ear the photograph shows, in shares of the fitted one: the head's own right (in the picture left), and
 * left. Ears differ in size and place, so skin beside the skull counts as well as the fitted ear in sight.
 */
function earsShown(
  camera: Camera,
  auricle: Uint8Array,
  across: Float32Array,
  skull: Uint8Array,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
): [number, number] {
  const { width, height } = hair;
  const { rotation, x: originX, y: originY, scale } = camera;
  const beside = distanceTo(skull, width, height).data;
  const below = cmBelow(camera);
  const [all, seen, skin] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (beside[i]! > BESIDE.cm * scale) continue;
      const bare = hair.data[i]! < 0.3 && person.data[i]! > 0.5;
      if (auricle[i]) {
        const side = across[i]! < 0 ? 0 : 1;
        all[side]!++;
        if (bare) seen[side]!++;
      }
      if (!bare || beside[i]! < EDGE * scale) continue;
      const depth = below(x, y);
      if (depth < -AURICLE.y || depth > BESIDE.to) continue;
      skin[(x + 0.5 - originX) * rotation[0]! - (y + 0.5 - originY) * rotation[3]! < 0 ? 0 : 1]!++;
    }
  }
  const share = (side: 0 | 1): number => (all[side]! > 0 ? Math.max(seen[side]!, skin[side]!) / all[side]! : 0);
  return [share(0), share(1)];
}
