/**
 * Images of a dataset as data URIs. Everything is re-encoded, so that the report holds pixels only: no metadata,
 * and nothing of a file that is not an image.
 */
import { access } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import sharp, { type Sharp } from 'sharp';

/** Longest side of an embedded picture, and of a thumbnail, in px. */
const PICTURE_PX = 256;
const THUMB_PX = 72;
/** Colour of the mask overlay, readable on skin, hair and backgrounds alike. */
const MASK_RGB = { r: 255, g: 0, b: 140 };

/** A picture at most 256 px wide and high; undefined where the file is missing, unreadable or outside the dataset. */
export function picture(root: string, path: string): Promise<string | undefined> {
  return embed(root, path, (file) => webp(fit(file, PICTURE_PX, PICTURE_PX)));
}

/** The same at most 72 px wide and high. */
export function thumbnail(root: string, path: string): Promise<string | undefined> {
  return embed(root, path, (file) => webp(fit(file, THUMB_PX, THUMB_PX)));
}

/** A preview, at most 256 px high and 512 px wide: before and after may stand side by side in it. */
export function preview(root: string, path: string): Promise<string | undefined> {
  return embed(root, path, (file) => webp(fit(file, 2 * PICTURE_PX, PICTURE_PX)));
}

/** A mask (white where the edit may change pixels) as a coloured picture that is opaque where the mask is white. */
export function overlay(root: string, path: string): Promise<string | undefined> {
  return embed(root, path, async (file) => {
    const { data, info } = await fit(file, PICTURE_PX, PICTURE_PX)
      .flatten()
      .greyscale()
      .raw()
      .toBuffer({ resolveWithObject: true });
    const { width, height, channels } = info;
    const alpha = Buffer.from(data.filter((_, i) => i % channels === 0));
    const tint = sharp({ create: { width, height, channels: 3, background: MASK_RGB } });
    return webp(tint.joinChannel(alpha, { raw: { width, height, channels: 1 } }));
  });
}

/** Limits what a hostile file can make the decoder allocate: 4096 × 4096 px. */
function fit(file: string, width: number, height: number): Sharp {
  return sharp(file, { limitInputPixels: 4096 * 4096 }).resize({
    width,
    height,
    fit: 'inside',
    withoutEnlargement: true,
  });
}

function webp(image: Sharp): Promise<Buffer> {
  return image.webp({ quality: 82, alphaQuality: 60 }).toBuffer();
}

async function embed(
  root: string,
  path: string,
  encode: (file: string) => Promise<Buffer>,
): Promise<string | undefined> {
  const file = inside(root, path);
  if (file === undefined) return undefined;
  try {
    await access(file);
    return `data:image/webp;base64,${(await encode(file)).toString('base64')}`;
  } catch {
    // A picture that cannot be shown is said so on its card; the report is still worth having.
    return undefined;
  }
}

/** Records may come from elsewhere: a path that leaves the dataset is not followed. */
function inside(root: string, path: string): string | undefined {
  const file = resolve(root, path);
  const way = relative(root, file);
  return way === '' || way === '..' || way.startsWith(`..${sep}`) || isAbsolute(way) ? undefined : file;
}
