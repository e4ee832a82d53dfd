/** Pictures for the report, from the bytes of any file that was curated. */
import sharp from 'sharp';

/** Longest side of a picture in the report, in px: twice the size at which it is drawn, for fine screens. */
export const THUMBNAIL_PX = 176;

/** Limits what a hostile file can make the decoder allocate: 12,000 × 12,000 px, decoded in strips. */
const PIXEL_LIMIT = 12_000 * 12_000;

/** Formats of pixels; drawings and documents are not opened. */
const RASTER = new Set(['jpeg', 'png', 'webp', 'gif', 'tiff', 'heif', 'jp2', 'jxl', 'ppm']);

/**
 * The image in `bytes` as a data URI: upright, sRGB, on white, at most `maxPx` wide and high, re-encoded, so that the
 * report holds pixels only. `half` takes one of two images side by side. Undefined where the bytes are no picture; a
 * truncated one is shown as far as it goes.
 */
export async function pictureOf(
  bytes: Uint8Array,
  maxPx: number = THUMBNAIL_PX,
  half?: 'left' | 'right' | undefined,
): Promise<string | undefined> {
  try {
    const image = sharp(bytes, { limitInputPixels: PIXEL_LIMIT, failOn: 'none', sequentialRead: true });
    const { format, autoOrient } = await image.metadata();
    if (!format || !RASTER.has(format)) return undefined;
    const upright = image.autoOrient();
    const width = Math.floor(autoOrient.width / 2);
    const part = half
      ? upright.extract({
          left: half === 'left' ? 0 : autoOrient.width - width,
          top: 0,
          width,
          height: autoOrient.height,
        })
      : upright;
    const small = part
      .resize({ width: maxPx, height: maxPx, fit: 'inside', withoutEnlargement: true })
      .flatten({ background: '#ffffff' })
      .toColourspace('srgb');
    return `data:image/webp;base64,${(await small.webp({ quality: 74 }).toBuffer()).toString('base64')}`;
  } catch {
    // The report says where a picture is missing; a report without it is still worth having.
    return undefined;
  }
}
