/** Opacity out of a card's texture. */
import { DiptychError } from '../../../errors.js';
import { maskFromBytes } from '../../../image/bytes.js';
import { openImage } from '../../../image/codec.js';
import type { Plane } from '../../../pair.js';

/** Larger textures are read at this size: strands are laid finer than their pixels all the same. */
const MAX_SIDE = 2048;
/** More pixels than this are not decoded. */
const MAX_PIXELS = 16_384 * 16_384;

/**
 * PNG, JPEG, WebP … → opacity [H, W], [0, 1]: its alpha channel; without one, 1 everywhere, or its lightness when the
 * image is itself a map of opacity (map_d of an MTL).
 *
 * @throws DiptychError E_DATASET when it is no image that can be read.
 */
export async function decodeAlpha(
  bytes: Uint8Array,
  name: string,
  map: 'colour' | 'opacity' = 'colour',
): Promise<Plane> {
  try {
    const image = openImage(bytes, { limitInputPixels: MAX_PIXELS });
    const { hasAlpha } = await image.metadata();
    const channel = hasAlpha ? image.extractChannel('alpha') : image.removeAlpha().toColourspace('b-w');
    const { data, info } = await channel
      .resize(MAX_SIDE, MAX_SIDE, { fit: 'inside', withoutEnlargement: true })
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    const plane = maskFromBytes(data, info.width, info.height);
    if (!hasAlpha && map === 'colour') plane.data.fill(1);
    return plane;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new DiptychError('E_DATASET', `Expected a readable image for ${name} but received: ${reason}`, {
      hint: 'Save the texture as PNG, JPEG or WebP',
      cause,
    });
  }
}
