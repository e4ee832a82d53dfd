/**
 * InstructPix2Pix (timothybrooks/instruct-pix2pix, edit_dataset.py): `seeds.json` lists `[[name, [seed, …]], …]`; each
 * `<name>/` holds `<seed>_0.jpg` before, `<seed>_1.jpg` after, and `prompt.json`. The items are those of the list, in its
 * order; its splits are shares that only the user's config knows, so items have none.
 */
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { ImageRef, Trouble } from '../../item.js';
import { type Draft, type Layout, pairDraft, troubleDraft } from './draft.js';
import { keySet, uniqueKey } from './keys.js';
import { cutExtension, insideRoot, mayBeImage } from './names.js';
import { isFile } from './present.js';
import { faultOf } from './ref.js';
import { arrayElements, MAX_ROW_CHARS } from './rows-of-text.js';
import { parseObject, scalarTags, type Tags } from './tags.js';

const LIST = 'seeds.json';

const elementSchema = z.tuple([z.string(), z.array(z.union([z.int(), z.string().regex(/^\d{1,20}$/)]))]);

/** Finds the list of seeds; undefined where there is none. */
export async function findInstructPix2pix(root: string): Promise<Layout | undefined> {
  if (!(await isFile(root, LIST))) return undefined;
  return { describe: `InstructPix2Pix: pairs as ${LIST} lists them`, drafts: () => readSeeds(root) };
}

async function* readSeeds(root: string): AsyncGenerator<Draft> {
  const seen = keySet();
  for await (const element of arrayElements(join(root, LIST))) {
    const bad = (fault: string): Draft =>
      troubleDraft('pair', `${LIST}#${element.number}`, 'bad_metadata', `${LIST}, element ${element.number}, ${fault}`);
    if (element.fault !== undefined) {
      yield bad(element.fault);
      continue;
    }
    const parsed = elementSchema.safeParse(parseJson(element.text));
    if (!parsed.success) {
      yield bad('is not [name, [seed, …]]');
      continue;
    }
    const [name, seeds] = parsed.data;
    const folder = insideRoot('', name);
    if (folder === undefined || folder.includes('/')) {
      yield bad(`names no folder of the dataset: ${JSON.stringify(name.slice(0, 200))}`);
      continue;
    }
    const { images, fault } = await imagesIn(root, folder);
    const { tags, trouble } =
      fault === undefined ? await promptOf(root, folder) : { tags: undefined, trouble: undefined };
    for (const seed of seeds) {
      const found: ImageRef[] = [];
      for (const [side, role] of (['before', 'after'] as const).entries()) {
        const file = images.get(`${seed}_${side}`);
        if (file !== undefined) found.push({ role, path: `${folder}/${file}` });
      }
      const key = uniqueKey(seen, `${folder}/${seed}`, element.number);
      const unlisted =
        fault === undefined ? trouble : { reason: 'missing_partner' as const, detail: `${folder}/ ${fault}` };
      yield pairDraft(found, { key, tags, trouble: unlisted });
    }
  }
}

/** Names of the images in a folder by stem; of two of one stem the first. */
async function imagesIn(root: string, folder: string): Promise<{ images: Map<string, string>; fault?: string }> {
  try {
    const names = (await readdir(join(root, folder))).filter(mayBeImage).sort().reverse();
    return { images: new Map(names.map((name) => [cutExtension(name)[0], name])) };
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    return { images: new Map(), fault };
  }
}

/** The texts of `prompt.json`; nothing where there is none. */
async function promptOf(root: string, folder: string): Promise<{ tags?: Tags | undefined; trouble?: Trouble }> {
  const path = `${folder}/prompt.json`;
  const bad = (fault: string) => ({ trouble: { reason: 'bad_metadata' as const, detail: `${path} ${fault}` } });
  try {
    const stats = await stat(join(root, path));
    if (!stats.isFile() || stats.size > MAX_ROW_CHARS) return bad('is no JSON object');
    const values = parseObject(await readFile(join(root, path), 'utf8'));
    return values ? { tags: scalarTags(values) } : bad('is no JSON object');
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? {} : bad(fault);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
