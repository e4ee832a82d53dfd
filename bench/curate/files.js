/** Pictures from and to files. The only place here that uses sharp. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import sharp from 'sharp';

sharp.concurrency(1);

/** @typedef {import('./pixels.js').Picture} Picture */

const wrap = ({ data, width, height }) => sharp(data, { raw: { width, height, channels: 3 } });

async function unwrap(image) {
  const { data, info } = await image
    .toColourspace('srgb')
    .removeAlpha()
    .raw({ depth: 'uchar' })
    .toBuffer({ resolveWithObject: true });
  return { data: new Uint8Array(data), width: info.width, height: info.height };
}

/** @param {string | Uint8Array} file A path or the file's bytes. @returns {Promise<Picture>} upright */
export const read = (file) => unwrap(sharp(file).autoOrient());

/** Lanczos' kernel. @returns {Promise<Picture>} */
export const resized = (picture, width, height) =>
  unwrap(wrap(picture).resize(Math.round(width), Math.round(height), { fit: 'fill', kernel: 'lanczos3' }));

/** So that the longer side is `side`. @returns {Promise<Picture>} */
export function fitted(picture, side) {
  const scale = side / Math.max(picture.width, picture.height);
  return resized(picture, picture.width * scale, picture.height * scale);
}

/** Extension and encoder by name. */
const ENCODERS = {
  png: (image) => image.png({ compressionLevel: 6 }),
  webp: (image) => image.webp({ lossless: true, effort: 1 }),
  jpeg: (image, quality) => image.jpeg({ quality }),
};

/** @typedef {{ format: keyof typeof ENCODERS, quality?: number }} Encoding */

/** What lossless files of heads and files of photographs are like. @type {Record<'head' | 'photo', Encoding>} */
export const USUAL = { head: { format: 'png' }, photo: { format: 'jpeg', quality: 92 } };

/** @param {Encoding} encoding @returns {Promise<Buffer>} */
export const encoded = (picture, { format, quality }) => ENCODERS[format](wrap(picture), quality).toBuffer();

/** The picture as a decoder sees it once it was stored. @returns {Promise<Picture>} */
export const stored = async (picture, encoding) => read(await encoded(picture, encoding));

/** Writes a file and the folders above it. */
export async function save(root, name, bytes) {
  const file = path.join(root, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, bytes);
}

/** `stem` with the extension of the encoding. @param {Encoding} encoding */
export const nameWith = (stem, { format }) => `${stem}.${format === 'jpeg' ? 'jpg' : format}`;
