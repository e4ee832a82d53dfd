/** The pictures of an item, decoded. Item → pictures by place, or the item's trouble. */
import { sha256 } from '../../hash.js';
import { type Intake, intake } from '../../image/intake.js';
import type { ImageRef, Item, Picture, Trouble } from '../../item.js';
import { RefError, readRef } from './ref.js';

/** An image of an item, decoded. */
export interface OpenedImage {
  readonly ref: ImageRef;
  readonly picture: Picture;
  readonly format: string;
  readonly notes: readonly string[];
  /** Size of the file, or of the archive's member. */
  readonly bytes: number;
  readonly sha256: string;
}

/** @returns the images in the item's order, or what is wrong with the first that is no image, or with their sizes */
export async function openImages(root: string, item: Item): Promise<readonly OpenedImage[] | Trouble> {
  const opened: OpenedImage[] = [];
  let file: { readonly path: string; readonly bytes: Buffer } | undefined;
  for (const ref of item.images) {
    // Two halves of one file are read once.
    const read: Buffer | Trouble = file?.path === ref.path && !ref.member ? file.bytes : await bytesOf(root, ref);
    if (!Buffer.isBuffer(read)) return read;
    file = { path: ref.path, bytes: read };
    const taken: Intake = await intake(read, { name: ref.member?.name ?? ref.path, half: ref.half });
    if ('trouble' in taken) return taken.trouble;
    opened.push({
      ref,
      picture: taken.picture,
      format: taken.format,
      notes: taken.notes,
      bytes: read.length,
      sha256: sha256(read),
    });
  }
  return sizeMismatch(opened) ?? opened;
}

async function bytesOf(root: string, ref: ImageRef): Promise<Buffer | Trouble> {
  try {
    return await readRef(root, ref);
  } catch (error) {
    if (error instanceof RefError) return error.trouble;
    throw error;
  }
}

function sizeMismatch([first, ...others]: readonly OpenedImage[]): Trouble | undefined {
  const other = others.find(
    ({ picture }) => picture.width !== first!.picture.width || picture.height !== first!.picture.height,
  );
  if (!first || !other) return undefined;
  const size = ({ picture }: OpenedImage): string => `${picture.width}×${picture.height}`;
  return {
    reason: 'size_mismatch',
    detail: `${first.ref.path} has ${size(first)} px and ${other.ref.path} ${size(other)}`,
  };
}
