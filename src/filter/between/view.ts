/** Everything that several metrics between two pictures need, made once. */
import { invariant } from '../../errors.js';
import type { Picture } from '../../item.js';
import type { Plane } from '../../pair.js';
import type { BetweenView, Side } from './metric.js';
import { outsideOf } from './outside.js';

/** Pictures larger than this are looked at in cells of 2 × 2 px: a quarter of the work, and the noise halved. */
const FINEST_PX = 256;

/** Both pictures, and the mask (1 where the edit may change something) if there is one, of one size. */
export function viewBetween(before: Side, after: Side, mask: Plane | undefined): BetweenView {
  const { width, height } = before.picture;
  invariant(after.picture.width === width && after.picture.height === height, 'both pictures of a pair have one size');
  invariant(!mask || (mask.width === width && mask.height === height), 'the mask has the size of its pair');
  const step = Math.min(width, height) > FINEST_PX ? 2 : 1;
  const lumaBefore = lumaOf(before.picture, step);
  const outside = outsideOf(mask, [before.face, after.face], lumaBefore.width, lumaBefore.height, step);
  return { before, after, lumaBefore, lumaAfter: lumaOf(after.picture, step), step, outside };
}

/** Luma of BT.601 in 0..255, mean over cells; an odd last row or column is left out. */
function lumaOf(picture: Picture, step: number): Plane {
  const width = Math.floor(picture.width / step);
  const height = Math.floor(picture.height / step);
  const data = new Float32Array(width * height);
  const area = step * step;
  for (let y = 0; y < height * step; y++) {
    const cells = Math.floor(y / step) * width;
    let i = y * picture.width * 3;
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = 0; k < step; k++, i += 3) {
        sum += 0.299 * picture.data[i]! + 0.587 * picture.data[i + 1]! + 0.114 * picture.data[i + 2]!;
      }
      data[cells + x]! += sum / area;
    }
  }
  return { data, width, height };
}
