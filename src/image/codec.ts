/**
 * Between images in memory and encoded files: the only place that uses sharp.
 *
 * The encoders are fixed so that the same pixels give the same bytes: no cache, one thread, no adaptive choice.
 */
import sharp, { type Sharp, type SharpOptions } from 'sharp';
import { DiptychError } from '../errors.js';
import type { Plane, RgbPlanes } from '../pair.js';
import { fromBytes, maskFromBytes, maskToBytes, toBytes } from './bytes.js';

export { fromBytes, toBytes } from './bytes.js';

sharp.cache(false);
sharp.concurrency(1);

/** Formats of the pair's images. Masks are always PNG: they must be lossless and of one channel. */
export type ImageFormat = 'png' | 'webp' | 'jpeg';

/** How to encode an image. */
export interface EncodeOptions {
  readonly format: ImageFormat;
  /** XMP packet to embed; none by default. */
  readonly xmp?: string | undefined;
}

const PNG = { compressionLevel: 9, adaptiveFiltering: false, palette: false } as const;
const ENCODERS: Readonly<Record<ImageFormat, (image: Sharp) => Sharp>> = {
  png: (image) => image.png(PNG),
  webp: (image) => image.webp({ lossless: true, effort: 4 }),
  // 4:4:4 because chroma subsampling would blur the edit, and quality 95 as InstructPix2Pix' own data.
  jpeg: (image) => image.jpeg({ quality: 95, chromaSubsampling: '4:4:4', mozjpeg: false }),
};

/** Image, any float range (clamped to [-1, 1]) → file. PNG and WebP are lossless after rounding to 8 bits. */
export function encode(image: RgbPlanes, options: EncodeOptions): Promise<Buffer> {
  return encodeBytes(toBytes(image), image.width, image.height, options);
}

/** HWC uint8 RGB → file, without a way through floats. */
export async function encodeBytes(
  bytes: Uint8Array,
  width: number,
  height: number,
  { format, xmp }: EncodeOptions,
): Promise<Buffer> {
  const image = sharp(bytes, { raw: { width, height, channels: 3 } });
  return ENCODERS[format](xmp === undefined ? image : image.withXmp(xmp)).toBuffer();
}

/** Mask [0, 1] → 8-bit greyscale PNG. */
export async function encodeMask(mask: Plane): Promise<Buffer> {
  const { width, height } = mask;
  return sharp(maskToBytes(mask), { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png(PNG)
    .toBuffer();
}

/** Before and after side by side, each shrunk to fit `sidePx`, as a small lossy WebP for people to look at. */
export async function encodePreview(before: RgbPlanes, after: RgbPlanes, sidePx: number): Promise<Buffer> {
  const scale = Math.min(1, sidePx / Math.max(before.width, before.height));
  const width = Math.max(1, Math.round(before.width * scale));
  const height = Math.max(1, Math.round(before.height * scale));
  const [left, right] = await Promise.all(
    [before, after].map((image) =>
      sharp(toBytes(image), { raw: { width: image.width, height: image.height, channels: 3 } })
        .resize(width, height, { fit: 'fill' })
        .raw()
        .toBuffer(),
    ),
  );
  return sharp(besideBytes(left!, right!, width, height), { raw: { width: width * 2, height, channels: 3 } })
    .webp({ quality: 80, effort: 4 })
    .toBuffer();
}

/** Two HWC uint8 RGB images of one size → one of twice the width, the first on the left. */
export function besideBytes(left: Uint8Array, right: Uint8Array, width: number, height: number): Uint8Array {
  const row = width * 3;
  const both = new Uint8Array(row * 2 * height);
  for (let y = 0; y < height; y++) {
    both.set(left.subarray(y * row, (y + 1) * row), y * row * 2);
    both.set(right.subarray(y * row, (y + 1) * row), y * row * 2 + row);
  }
  return both;
}

/** An image as it lies on disk, decoded: HWC uint8 RGB and what it says of its origin. */
export interface DecodedBytes {
  readonly bytes: Uint8Array;
  readonly width: number;
  readonly height: number;
  readonly xmp: string | undefined;
}

/**
 * File or path → HWC uint8 sRGB, upright by EXIF; alpha is dropped, grey is tripled, 16 bits become 8.
 *
 * @param name What to call the image in an error; the path by default.
 * @throws DiptychError E_DATASET when it is no image that sharp can read.
 */
export async function decodeBytes(input: Uint8Array | string, name = nameOf(input)): Promise<DecodedBytes> {
  const image = openImage(input);
  return readable(name, async () => {
    const { xmpAsString } = await image.metadata();
    const { data, info } = await image
      .clone()
      .autoOrient()
      .removeAlpha()
      .toColourspace('srgb')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return { bytes: data, width: info.width, height: info.height, xmp: xmpAsString };
  });
}

/** File or path → planes. See {@link decodeBytes} for how colour, alpha and orientation are treated. */
export async function decode(input: Uint8Array | string, name = nameOf(input)): Promise<RgbPlanes> {
  const { bytes, width, height } = await decodeBytes(input, name);
  return fromBytes(bytes, width, height);
}

/** Greyscale file or path → mask [0, 1]; of a colour image, its lightness. */
export async function decodeMask(input: Uint8Array | string, name = nameOf(input)): Promise<Plane> {
  return readable(name, async () => {
    const { data, info } = await openImage(input)
      .removeAlpha()
      .toColourspace('b-w')
      .raw({ depth: 'uchar' })
      .toBuffer({ resolveWithObject: true });
    return maskFromBytes(data, info.width, info.height);
  });
}

/** A file or path to decode: the one door to sharp, so that its settings above always hold. */
export const openImage = (input: Uint8Array | string, options?: SharpOptions): Sharp => sharp(input, options);

const nameOf = (input: Uint8Array | string): string => (typeof input === 'string' ? input : 'the image');

/** Runs a decoder and gives its failure the name of the file. */
async function readable<T>(name: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new DiptychError('E_DATASET', `Expected a readable image for ${name} but received: ${reason}`, { cause });
  }
}
