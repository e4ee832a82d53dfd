/** Where the files of a kept item lie in a clean dataset. Paths are relative to its root and always use `/`. */
import type { Item, MeasuredImage, Role } from '../../item.js';
import { pairId } from '../../pair.js';
import type { Split } from '../splits.js';

/** Formats that are copied byte by byte; anything else becomes PNG. */
const COPIED: Readonly<Record<string, string>> = { png: 'png', jpeg: 'jpg', webp: 'webp' };

/** The Hub and common file systems slow down beyond some thousand entries a folder. */
const FILES_PER_FOLDER = 1000;

/**
 * Whether the bytes of an image can be copied as they are: one upright sRGB image of 8 bits in a common format, in a
 * file of its own, that was not cropped. What was put right on reading would be wrong again in a copy.
 */
export function isCopied({ half, format, notes, quad }: MeasuredImage): boolean {
  return half === undefined && quad === undefined && notes.every((note) => note === 'grey') && format in COPIED;
}

/** `train/before/000/000000012.png`: as `generate` lays its datasets out, and `images` for single portraits. */
export function placeOf(item: Pick<Item, 'index'>, image: MeasuredImage, split: Split): string {
  const extension = isCopied(image) ? COPIED[image.format]! : 'png';
  const shard = String(Math.floor(item.index / FILES_PER_FOLDER)).padStart(3, '0');
  return `${split}/${folderOf(image.role)}/${shard}/${pairId(item.index)}.${extension}`;
}

/** Labels of steps come from foreign datasets and become folders: what is not plain is written as its code point. */
function folderOf(role: Role): string {
  if (role === 'image') return 'images';
  if (!role.startsWith('between/')) return role;
  const plain = role
    .slice('between/'.length)
    .replaceAll(/[^A-Za-z0-9_-]/gu, (c) => `_x${c.codePointAt(0)!.toString(16)}_`);
  return `between/${plain}`;
}
