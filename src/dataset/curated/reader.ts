/** Reads a finished dataset of `curate` back, for exports. The schemas hold what is read here and leave the rest alone. */
import { z } from 'zod';
import { checkKept, type DatasetFile, openFile, readJson, readRecords } from '../files.js';
import { ROOT_FILES } from '../layout.js';
import { SPLITS, type Split } from '../splits.js';

const curationSchema = z.looseObject({
  curation: z.literal(1),
  input: z.looseObject({ name: z.string() }),
  options: z.looseObject({ attribute: z.string().optional() }),
  kept: z.int().min(0),
  sha256: z.looseObject({ [ROOT_FILES.records]: z.string() }),
});

/** What `curation.json` says of the dataset, as far as it is read. */
export type Curation = z.infer<typeof curationSchema>;

const fileSchema = z.looseObject({
  /** As `placeOf` makes it: the last part is the item's index in nine digits. */
  path: z.string().regex(/^[a-z]+(\/[A-Za-z0-9_-]+)+\/\d{9,}\.(png|jpg|webp)$/),
  sha256: z.string(),
});

const recordSchema = z.discriminatedUnion('verdict', [
  z.looseObject({ verdict: z.literal('dropped') }),
  z.looseObject({
    verdict: z.literal('kept'),
    index: z.int().min(0),
    key: z.string(),
    split: z.enum(SPLITS),
    tags: z.record(z.string(), z.union([z.string(), z.number()])).default({}),
    scores: z.record(z.string(), z.number()),
    // A record of zod's keeps the order of the file: before, the steps, after.
    files: z.record(z.string(), fileSchema).refine(({ image, before, after }) => image ?? (before && after)),
  }),
]);

/** A kept item on disk. `files` has `image`, or `before`, steps as `between/<label>`, `after` and perhaps `mask`. */
export interface CuratedItem {
  readonly index: number;
  /** What the source calls it. */
  readonly key: string;
  readonly split: Split;
  readonly tags: Readonly<Record<string, string | number>>;
  readonly scores: Readonly<Record<string, number>>;
  readonly files: Readonly<Record<string, DatasetFile>>;
}

/** Reads curation.json, the done mark. */
export function readCuration(root: string): Promise<Curation> {
  return readJson(root, ROOT_FILES.curation, curationSchema);
}

/**
 * Yields the kept items in index order. Files are read on demand, so memory does not grow with the dataset.
 *
 * @throws DiptychError E_DATASET naming the file that is missing or damaged.
 */
export async function* readCurated(root: string): AsyncGenerator<CuratedItem> {
  const { kept: expected } = await readCuration(root);
  let kept = 0;
  for await (const record of readRecords(root, recordSchema)) {
    if (record.verdict === 'dropped') continue;
    kept++;
    const { index, key, split, tags, scores } = record;
    const files = Object.entries(record.files).map(([role, file]) => [role, openFile(root, file)] as const);
    yield { index, key, split, tags, scores, files: Object.fromEntries(files) };
  }
  checkKept(root, kept, expected);
}
