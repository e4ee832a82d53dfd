/** A dataset's image in the format that a consumer demands, with its provenance. */
import { type DecodedBytes, decodeBytes, encodeBytes, type ImageFormat } from '../../image/codec.js';
import type { DatasetFile } from '../files.js';
import { extensionOf } from './row.js';

const FORMATS: Readonly<Record<string, ImageFormat>> = { png: 'png', webp: 'webp', jpg: 'jpeg' };

/** The file as it is if its extension is accepted, encoded again as `otherwise` if not. */
export async function asAccepted(
  file: DatasetFile,
  accepted: readonly string[],
  otherwise: 'png' | 'jpg',
): Promise<{ bytes: Buffer; extension: string }> {
  const bytes = await file.read();
  const extension = extensionOf(file.path);
  if (accepted.includes(extension)) return { bytes, extension };
  const { bytes: pixels, width, height, xmp } = await decodeBytes(bytes, file.path);
  return {
    bytes: await encodeBytes(pixels, width, height, { format: FORMATS[otherwise]!, xmp }),
    extension: otherwise,
  };
}

/** A dataset's image, decoded. */
export async function decodeFile(file: DatasetFile): Promise<DecodedBytes> {
  return decodeBytes(await file.read(), file.path);
}
