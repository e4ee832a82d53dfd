/** Whether the files that metadata names are there. */
import { access, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { ImageRef } from '../../item.js';
import { type Draft, type DraftParts, pairDraft } from './draft.js';

/** Whether something of this path is there. */
export function isPresent(root: string, path: string): Promise<boolean> {
  return access(join(root, path)).then(
    () => true,
    (error: NodeJS.ErrnoException) => !['ENOENT', 'ENOTDIR'].includes(error.code ?? ''),
  );
}

/** Whether a file that can be read as text is there: no folder, and no pipe, which would be waited on for ever. */
export function isFile(root: string, path: string): Promise<boolean> {
  return stat(join(root, path)).then(
    (stats) => stats.isFile(),
    () => false,
  );
}

/** A pair without the images whose files are not there, and with the trouble `missing_partner` if there are such. */
export async function presentPair(root: string, images: readonly ImageRef[], parts: DraftParts): Promise<Draft> {
  const there = await Promise.all(images.map(({ path }) => isPresent(root, path)));
  const found = images.filter((_, i) => there[i]);
  if (found.length === images.length) return pairDraft(images, parts);
  const absent = images.filter((_, i) => !there[i]).map(({ path }) => path);
  const trouble = {
    reason: 'missing_partner' as const,
    detail: `${absent.join(' and ')} of ${parts.key} is not there`,
  };
  return pairDraft(found, { ...parts, trouble: parts.trouble ?? trouble });
}
