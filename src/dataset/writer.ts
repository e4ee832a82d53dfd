/** Puts one judged pair on disk. */
import { join } from 'node:path';
import { invariant } from '../errors.js';
import { encode, encodeMask } from '../image/codec.js';
import { type DigitalSourceType, xmpPacket } from '../image/xmp.js';
import { type JudgedPair, type Pair, type Plane, type RgbPlanes, statesOf } from '../pair.js';
import type { Recipe } from '../recipe.js';
import { writeAtomic } from './atomic.js';
import { type MapName, pathsOf } from './layout.js';
import { type PairRecord, recordOf } from './record.js';
import { splitOf } from './splits.js';

/** What of a recipe decides how a pair is written. */
export type WriteRecipe = Pick<Recipe, 'seed' | 'write'>;

/** What the writer has to know of a pair besides the pair. */
export interface WriteOptions {
  /** Where the images come from, for their XMP. */
  readonly sources: { readonly before: DigitalSourceType; readonly after: DigitalSourceType };
  /** Maps to write beside the images, [0, 1]. */
  readonly maps?: Readonly<Partial<Record<MapName, Plane>>> | undefined;
}

/** Where sampled faces come from: one that was fused with another is a composite. */
export function sourcesOf({ fuse }: Pick<Recipe, 'fuse'>): WriteOptions['sources'] {
  const before = 'trainedAlgorithmicMedia';
  return { before, after: fuse.enabled ? 'compositeWithTrainedAlgorithmicMedia' : before };
}

/**
 * Writes the files of a kept pair below `root` and returns the pair's record with split and files; of a dropped pair
 * nothing is written. When it returns, the files are synced and in place, and the record may go into the journal.
 * Doing it again, after a stop in between, gives the same bytes at the same paths.
 */
export async function commitPair(
  root: string,
  pair: JudgedPair,
  recipe: WriteRecipe,
  { sources, maps = {} }: WriteOptions,
): Promise<PairRecord> {
  const record = recordOf(pair);
  if (!pair.verdict.kept) return record;
  const { write } = recipe;
  invariant(pair.before.label === 'before' && pair.after.label === 'after', `states of ${record.id} are mislabelled`);
  const split = splitOf(record.id, recipe.seed, write);
  const between = pair.between.map((state) => state.label);
  const paths = pathsOf(split, record.index, between, write.format, Object.keys(maps) as MapName[]);
  const images = await encodeAll(pair, recipe, sources, maps);
  const files = await Promise.all(
    Object.entries(paths).map(async ([name, path]) => {
      const sha256 = await writeAtomic(join(root, path), images.get(name)!);
      return [name, { path, sha256 }] as const;
    }),
  );
  return { ...record, split, files: Object.fromEntries(files) };
}

/** Encoded files by name. */
async function encodeAll(
  pair: Pair,
  { write }: WriteRecipe,
  sources: WriteOptions['sources'],
  maps: NonNullable<WriteOptions['maps']>,
): Promise<Map<string, Buffer>> {
  const xmpOf = (source: DigitalSourceType) => (write.provenance ? xmpPacket(source) : undefined);
  const [sampled, edited] = [xmpOf(sources.before), xmpOf(sources.after)];
  const encodeState = (name: string, image: RgbPlanes) =>
    encode(image, { format: write.format, xmp: name === 'before' ? sampled : edited });
  const states = statesOf(pair).map(async ({ label, image }) => [label, await encodeState(label, image)] as const);
  const planes = Object.entries({ mask: pair.mask, ...maps });
  const masks = planes.map(async ([name, plane]) => [name, await encodeMask(plane)] as const);
  return new Map([...(await Promise.all(states)), ...(await Promise.all(masks))]);
}
