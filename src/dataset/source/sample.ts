/** A first look at a dataset without names that tell: what its first images are called, and what shape they have. */
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import type { Place } from './folder.js';
import { treeOf, walkTrees } from './walk.js';

/** Images that are looked at. */
export const SAMPLE_SIZE = 64;

/** Paths of the first images in the order of a walk. */
export async function samplePaths(root: string, place: Place): Promise<string[]> {
  const paths: string[] = [];
  for await (const { files } of walkTrees(root, [treeOf(place, 'image')])) {
    for (const { path } of files) paths.push(path);
    if (paths.length >= SAMPLE_SIZE) break;
  }
  return paths.slice(0, SAMPLE_SIZE);
}

/**
 * Share of the images that are exactly twice as wide as high, by their headers; 0 where none can be read. Pixels are
 * not decoded.
 */
export async function shareOfDoubles(root: string, paths: readonly string[]): Promise<number> {
  let readable = 0;
  let doubles = 0;
  for (const path of paths) {
    const size = await sizeOf(join(root, path));
    if (!size) continue;
    readable++;
    if (size.width === 2 * size.height) doubles++;
  }
  return readable === 0 ? 0 : doubles / readable;
}

/** Size as shown, after EXIF orientation; undefined where the header cannot be read. */
async function sizeOf(path: string): Promise<{ width: number; height: number } | undefined> {
  try {
    // A named pipe would be waited on for ever.
    if (!(await stat(path)).isFile()) return undefined;
    return (await sharp(path).metadata()).autoOrient;
  } catch {
    return undefined;
  }
}
