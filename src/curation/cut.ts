/** The encoded files of a kept item: copied where the bytes can stay, decoded, cut and encoded without loss where not. */
import { isCopied } from '../dataset/curated/place.js';
import { readRef } from '../dataset/source/index.js';
import { DiptychError } from '../errors.js';
import { sha256 } from '../hash.js';
import { alignFfhq } from '../image/align/ffhq.js';
import type { Quad } from '../image/align/quad.js';
import { encodeBytes } from '../image/codec.js';
import { intake } from '../image/intake.js';
import type { ItemRecord, MeasuredImage, Role } from '../item.js';

/** A file of the clean dataset. */
export interface CutFile {
  readonly role: Role;
  readonly bytes: Uint8Array;
}

/** @throws DiptychError E_DATASET when an image is no longer what was measured */
export async function cutFiles(root: string, { images }: ItemRecord): Promise<readonly CutFile[]> {
  const files: CutFile[] = [];
  for (const image of images) files.push({ role: image.role, bytes: await cutFile(root, image) });
  return files;
}

async function cutFile(root: string, image: MeasuredImage): Promise<Uint8Array> {
  const bytes = await readRef(root, image).catch((cause) => {
    throw changed(image, cause);
  });
  if (sha256(bytes) !== image.sha256) throw changed(image);
  if (isCopied(image)) return bytes;
  const taken = await intake(bytes, { name: image.path, half: image.half });
  if ('trouble' in taken) throw changed(image);
  const { quad } = image;
  const { data, width, height } = quad
    ? alignFfhq(taken.picture, cornersOf(quad), { size: image.width })
    : taken.picture;
  return encodeBytes(data, width, height, { format: 'png' });
}

function cornersOf(q: readonly number[]): Quad {
  const corner = (i: number) => [q[2 * i]!, q[2 * i + 1]!] as const;
  return [corner(0), corner(1), corner(2), corner(3)];
}

/** @returns the error for a source that is not what was measured */
export function changed({ path }: MeasuredImage, cause?: unknown): DiptychError {
  return new DiptychError('E_DATASET', `Expected ${path} as it was measured but it has changed since`, {
    cause,
    hint: 'Leave the dataset alone while it is curated; --overwrite measures it again',
  });
}
