/**
 * From any file to a picture, or to the reason why there is none. Bytes → `Intake`; never throws, never writes.
 *
 * A picture is what a person sees in a viewer: upright by EXIF, in sRGB by its ICC profile, 8 bits, over white where it
 * is transparent. Every such change is noted.
 */
import type { Metadata } from 'sharp';
import type { Picture, Trouble } from '../item.js';
import { openImage } from './codec.js';
import { pngFrames, type Sniffed, sniff } from './sniff.js';

/** How to take a file in. */
export interface IntakeOptions {
  /** What a trouble calls the file. */
  readonly name: string;
  /** Cuts one of two images side by side; of an odd width the left one gets ⌊w/2⌋, as in pix2pix (`int(w / 2)`). */
  readonly half?: 'left' | 'right' | undefined;
  /** Files of more pixels are not decoded. */
  readonly maxPixels?: number | undefined;
}

/** A picture and what is known of its file. */
export interface Taken {
  readonly picture: Picture;
  /** As the decoder calls it: `jpeg`, `png`, `webp`, `gif`, `tiff`, `heif`. */
  readonly format: string;
  /** What was put right: `rotated`, `cmyk`, `16-bit`, `alpha`, `grey`, `icc`, in this order. */
  readonly notes: string[];
  /** Size of the file. */
  readonly bytes: number;
}

/** A picture, or why there is none. */
export type Intake = Taken | { readonly trouble: Trouble };

const MAX_PIXELS = 100e6;
const MIN_SIDE_PX = 8;
/** A file that keeps the decoder busy for so long was made to. */
const TIMEOUT_S = 60;

/** Takes a file in. Up to `maxPixels` (100 million) × 3 bytes are allocated, and nothing before the header is read. */
export async function intake(
  bytes: Uint8Array,
  { name, half, maxPixels = MAX_PIXELS }: IntakeOptions,
): Promise<Intake> {
  const no = (reason: Trouble['reason'], received: string, wanted = 'an image'): Intake => ({
    trouble: { reason, detail: `Expected ${wanted} for ${name} but received ${received}` },
  });
  if (bytes.length === 0) return no('empty', 'an empty file');
  const looks = sniff(bytes);
  if (looks.kind === 'vector') return no('vector', looks.what, 'an image of pixels');
  if (looks.kind === 'foreign') return no('unreadable', looks.what, 'JPEG, PNG, WebP, GIF, TIFF or AVIF');
  if (looks.kind === 'other') return no('not_an_image', looks.what);

  let header: Metadata;
  try {
    header = await openImage(bytes, { failOn: 'none', limitInputPixels: false }).metadata();
  } catch (error) {
    return no('truncated', `${looks.what} that cannot be read (${reasonOf(error)})`, 'a whole image');
  }
  const frames = looks.what === 'PNG' ? pngFrames(bytes) : (header.pages ?? 1);
  if (frames > 1) return no('animated', `${frames} frames or pages`, 'one image');
  const { width, height } = header.autoOrient;
  if (width * height > maxPixels) return no('too_large', `${width}×${height} px`, `at most ${maxPixels} px`);
  const cut = columnsOf(width, half);
  if (Math.min(cut.width, height) < MIN_SIDE_PX)
    return no('too_small', `${cut.width}×${height} px`, `${MIN_SIDE_PX} px a side or more`);

  try {
    const whole = await decodePicture(bytes, header, looks, maxPixels);
    const picture = half === undefined ? whole : cutColumns(whole, cut);
    return { picture, format: header.format, notes: notesOf(header), bytes: bytes.length };
  } catch (error) {
    const reason = reasonOf(error);
    return reason.includes('timeout')
      ? no('timeout', `nothing within ${TIMEOUT_S} s`, 'an image')
      : no('truncated', `${looks.what} that ends early or is damaged (${reason})`, 'a whole image');
  }
}

async function decodePicture(
  bytes: Uint8Array,
  { hasAlpha }: Metadata,
  { what }: Sniffed,
  maxPixels: number,
): Promise<Picture> {
  // libjpeg calls garbled data a warning; libpng calls so what is harmless, such as a profile with an odd header.
  const failOn = what === 'JPEG' ? 'warning' : 'error';
  const upright = openImage(bytes, { failOn, limitInputPixels: maxPixels }).autoOrient();
  const { data, info } = await (hasAlpha ? upright.flatten({ background: '#ffffff' }) : upright)
    .toColourspace('srgb')
    .raw({ depth: 'uchar' })
    .timeout({ seconds: TIMEOUT_S })
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

function notesOf({ orientation = 1, space, depth, hasAlpha, channels, icc }: Metadata): string[] {
  const isCmyk = space === 'cmyk';
  const isGrey = channels - (hasAlpha ? 1 : 0) === 1;
  const notes = {
    rotated: orientation > 1,
    cmyk: isCmyk,
    '16-bit': depth !== 'uchar',
    alpha: hasAlpha,
    grey: isGrey,
    icc: !isCmyk && icc !== undefined && !isSrgb(icc),
  };
  return Object.entries(notes).flatMap(([note, holds]) => (holds ? [note] : []));
}

/** By the profile's description, which is ASCII (ICC version 2) or UTF-16 (version 4). */
function isSrgb(profile: Buffer): boolean {
  return profile.toString('latin1').replaceAll('\0', '').includes('sRGB');
}

interface Columns {
  readonly left: number;
  readonly width: number;
}

function columnsOf(width: number, half: 'left' | 'right' | undefined): Columns {
  const middle = Math.floor(width / 2);
  if (half === 'left') return { left: 0, width: middle };
  return half === 'right' ? { left: middle, width: width - middle } : { left: 0, width };
}

function cutColumns({ data, width, height }: Picture, cut: Columns): Picture {
  const part = new Uint8Array(cut.width * height * 3);
  for (let y = 0; y < height; y++) {
    const start = (y * width + cut.left) * 3;
    part.set(data.subarray(start, start + cut.width * 3), y * cut.width * 3);
  }
  return { data: part, width: cut.width, height };
}

function reasonOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split('\n')[0]!.slice(0, 120);
}
