/** Puts one judged pair on disk. */
import { join } from 'node:path';
import { invariant } from '../errors.js';
import { encode, encodeMask } from '../image/codec.js';
import { xmpPacket } from '../image/xmp.js';
import { type JudgedPair, type Pair, type RgbPlanes, statesOf } from '../pair.js';
import type { Recipe } from '../recipe.js';
import { writeAtomic } from './atomic.js';
import { pathsOf } from './layout.js';
import { type PairRecord, recordOf } from './record.js';
import { splitOf } from './splits.js';

/**
 * Writes the files of a kept pair below `root` and returns the pair's record with split and files; of a dropped pair
 * nothing is written. When it returns, the files are synced and in place, and the record may go into the journal.
 * Doing it again, after a stop in between, gives the same bytes at the same paths.
 */
export async function commitPair(root: string, pair: JudgedPair, recipe: Recipe): Promise<PairRecord> {
  const record = recordOf(pair);
  if (!pair.verdict.kept) return record;
  const { write } = recipe;
  invariant(pair.before.label === 'before' && pair.after.label === 'after', `states of ${record.id} are mislabelled`);
  const split = splitOf(record.id, recipe.seed, write);
  const between = pair.between.map((state) => state.label);
  const paths = pathsOf(split, record.index, between, write.format);
  const images = await encodeAll(pair, recipe);
  const files = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      const sha256 = await writeAtomic(join(root, path), images.get(name)!);
      return [name, { path, sha256 }] as const;
    }),
  );
  return { ...record, split, files: Object.fromEntries(files) };
}

/** Encoded files by name. */
async function encodeAll(pair: Pair, { write, fuse }: Recipe): Promise<Map<string, Buffer>> {
  const sampled = write.provenance ? xmpPacket('trainedAlgorithmicMedia') : undefined;
  const edited = write.provenance && fuse.enabled ? xmpPacket('compositeWithTrainedAlgorithmicMedia') : sampled;
  const encodeState = (name: string, image: RgbPlanes) =>
    encode(image, { format: write.format, xmp: name === 'before' ? sampled : edited });
  const states = statesOf(pair).map(async ({ label, image }) => [label, await encodeState(label, image)] as const);
  return new Map([...(await Promise.all(states)), ['mask', await encodeMask(pair.mask)] as const]);
}
