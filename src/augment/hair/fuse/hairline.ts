/** Melts the roots into the skin: a join whose width grows with the size of what is joined. Pure. */
import type { Plane, RgbPlanes } from '../../../pair.js';
import { gaussianPyramid, pyramidBlend } from '../../pyramid.js';
import { wideGaussian } from '../../wide-gaussian.js';

/** A Laplacian band reaches this many of its pixels past the mask. */
const REACH = 2;
/** Share of the blend where it counts most: strands must not drown in it. */
const MOST = 0.7;

/** Levels of a pyramid whose coarsest band joins over `featherPx` either way. */
export function levelsFor(featherPx: number): number {
  return featherPx < 2 * REACH ? 0 : Math.floor(Math.log2(featherPx / REACH));
}

/**
 * Where hair ends on skin, `laid` becomes the multi-band blend of `behind` and `hair` along the matte (Burt and Adelson
 * 1983): strands stay sharp, their colour spreads over `featherPx` as the shadow of follicles and of hair too fine to be
 * drawn does. Where hair ends in the air or on clothes, nothing changes: there it would be a halo.
 *
 * All images [3, H, W] encoded, planes [H, W]; `skin` says where it is skin that hair grows out of. Changes `laid` in
 * place and returns the share of the blend, [H, W], 0 where no hair is near. Allocates.
 */
export function meltRoots(
  laid: RgbPlanes,
  behind: RgbPlanes,
  hair: RgbPlanes,
  alpha: Plane,
  skin: Plane,
  featherPx: number,
): Plane {
  const n = alpha.data.length;
  const levels = levelsFor(featherPx);
  const share = new Float32Array(n);
  if (levels > 0) {
    const near = alpha.data.slice();
    wideGaussian(near, alpha.width, alpha.height, featherPx / 3);
    const blended = pyramidBlend(behind, hair, gaussianPyramid(alpha, levels));
    for (let i = 0; i < n; i++) {
      // Nothing in full hair, nothing where the blur, which ends, has not met any.
      const s = near[i]! > 0 ? MOST * skin.data[i]! * Math.min(1, (1 - near[i]!) * 2) * Math.min(1, near[i]! * 8) : 0;
      if (s === 0) continue;
      share[i] = s;
      for (let at = i; at < 3 * n; at += n) laid.data[at]! += s * (blended.data[at]! - laid.data[at]!);
    }
  }
  return { ...alpha, data: share };
}
