/**
 * Datasets of our own: what `generate` writes (records of candidates, `recipe.json`, `stats.json`) and what `curate`
 * writes (records of items, `curation.json`). Items are the records that were kept, in their order, whose files are
 * `<split>/<role>/…`; what was dropped is not read again.
 */
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { DiptychError } from '../../errors.js';
import type { ImageRef, Role } from '../../item.js';
import { ROOT_FILES } from '../layout.js';
import { type Draft, type DraftParts, inOrder, type Layout, singleDraft, troubleDraft } from './draft.js';
import { keySet, uniqueKey } from './keys.js';
import { insideRoot } from './names.js';
import { isFile, presentPair } from './present.js';
import { readFully } from './ref.js';
import { MAX_ROW_CHARS, textLines } from './rows-of-text.js';
import { parseObject, scalarTags } from './tags.js';

/** What `curate` leaves at the root of its dataset when it is finished, and while it is not. */
const CURATED = { done: 'curation.json', journal: 'measurements.jsonl' } as const;

/** What both kinds of records have, as far as it is needed here. */
const recordSchema = z.looseObject({
  /** Of a candidate. */
  id: z.string().min(1).optional(),
  seed: z.number().optional(),
  /** Of an item. */
  key: z.string().min(1).optional(),
  tags: z.record(z.string(), z.unknown()).optional(),
  verdict: z.enum(['kept', 'dropped']),
  split: z.string().optional(),
  files: z.record(z.string(), z.looseObject({ path: z.string() })).optional(),
});

/**
 * Finds a finished dataset of ours; undefined where there is none.
 * @throws DiptychError E_DATASET for one that is not finished
 */
export async function findDiptych(root: string): Promise<Layout | undefined> {
  const has = (name: string): Promise<boolean> => isFile(root, name);
  const curated = await has(CURATED.done);
  if ((await has(ROOT_FILES.records)) && (curated || (await has(ROOT_FILES.stats)))) {
    const describe = `a dataset that diptych ${curated ? 'curated' : 'generated'}: the kept items of ${ROOT_FILES.records}`;
    return { describe, drafts: () => readRecords(root) };
  }
  if ((await has(ROOT_FILES.journal)) || (await has(CURATED.journal))) {
    throw new DiptychError(
      'E_DATASET',
      `Expected a finished dataset for ${root} but received one that was interrupted`,
      {
        hint: 'Run the command that makes it again: it goes on where it stopped',
      },
    );
  }
  return undefined;
}

async function* readRecords(root: string): AsyncGenerator<Draft> {
  const prompt = await promptOf(root);
  const seen = keySet();
  const path = ROOT_FILES.records;
  for await (const line of textLines(join(root, path))) {
    const bad = (fault: string): Draft =>
      troubleDraft('pair', `${path}#${line.number}`, 'bad_metadata', `${path}, line ${line.number}, ${fault}`);
    if (line.fault !== undefined) {
      yield bad(line.fault);
      continue;
    }
    const parsed = recordSchema.safeParse(parseObject(line.text));
    const name = parsed.data?.key ?? parsed.data?.id;
    if (!parsed.success || name === undefined) {
      yield bad('is no record');
      continue;
    }
    const { verdict, files, split, seed, tags } = parsed.data;
    if (verdict === 'dropped') continue;
    const images = imagesOf(files ?? {});
    if (typeof images === 'string') {
      yield bad(images);
      continue;
    }
    const said = parsed.data.key === undefined ? { ...prompt, ...(seed === undefined ? {} : { seed }) } : (tags ?? {});
    const parts: DraftParts = { key: uniqueKey(seen, name, line.number), split, tags: scalarTags(said) };
    if (images[0]!.role === 'image') yield singleDraft(images[0]!, parts);
    else yield await presentPair(root, images, parts);
  }
}

/** Images of a record in order; or what is wrong with its files, as the end of a sentence. */
function imagesOf(files: Readonly<Record<string, { readonly path: string }>>): ImageRef[] | string {
  const images: ImageRef[] = [];
  for (const [name, file] of Object.entries(files)) {
    const path = insideRoot('', file.path);
    if (path === undefined)
      return `has a file that leads out of the dataset: ${JSON.stringify(file.path.slice(0, 200))}`;
    images.push({ role: roleOf(name), path });
  }
  if (images.length === 0) return 'was kept but names no file';
  if (images.some(({ role }) => role === 'image')) return images.filter(({ role }) => role === 'image');
  return inOrder(images);
}

/** Records of candidates name the steps of a stack by their labels alone. */
function roleOf(name: string): Role {
  if (['image', 'before', 'after', 'mask'].includes(name)) return name as Role;
  return name.startsWith('between/') ? (name as Role) : `between/${name}`;
}

/** The edit as an instruction, which a recipe holds; nothing where there is no recipe that can be read. */
async function promptOf(root: string): Promise<{ prompt?: string }> {
  if (!(await isFile(root, ROOT_FILES.recipe))) return {};
  const file = await open(join(root, ROOT_FILES.recipe));
  try {
    const data = Buffer.alloc(MAX_ROW_CHARS);
    const prompt = parseObject(data.toString('utf8', 0, await readFully(file, data, 0)))?.prompt;
    return typeof prompt === 'string' ? { prompt } : {};
  } finally {
    await file.close();
  }
}
