/** Where the faces come from: a folder of photographs, or a pack that samples them. */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { canonicalJson } from '../dataset/canonical.js';
import { openSource, readRef } from '../dataset/source/index.js';
import type { ProgressEvent } from '../engine/events.js';
import { DiptychError } from '../errors.js';
import type { GrowRecipe } from '../grow-recipe.js';
import { sha256 } from '../hash.js';
import type { Item } from '../item.js';
import { packFolder } from '../pack/home.js';
import { openPack, type Pack, verifyPack } from '../pack/load.js';

/** A portrait of a folder, as far as it is known without opening it. */
export interface PortraitItem {
  readonly item: Item;
  /** Of the file; absent where it cannot be read. */
  readonly sha256?: string | undefined;
}

/** Faces to grow hair on. `sha256` stands for all of them. */
export type PortraitSource =
  | { readonly kind: 'folder'; readonly root: string; readonly items: readonly PortraitItem[]; readonly sha256: string }
  | { readonly kind: 'pack'; readonly pack: Pack; readonly sha256: string };

/** Files between two progress events. */
const REPORT_EVERY = 200;

/**
 * Opens what a recipe names, and reads every portrait once for its hash.
 * @throws DiptychError E_DATASET, E_PACK, E_MODEL; E_RECIPE when they are not those that the recipe was made with
 */
export async function* openPortraits(recipe: GrowRecipe): AsyncGenerator<ProgressEvent, PortraitSource> {
  const source = (await isPack(recipe)) ? await samples(recipe.portraits) : yield* photographs(recipe.portraits);
  if (recipe.portraitsSha256 === undefined || recipe.portraitsSha256 === source.sha256) return source;
  throw new DiptychError(
    'E_RECIPE',
    `Expected the portraits with sha256 ${recipe.portraitsSha256.slice(0, 12)}… for ${recipe.portraits} but received others (${source.sha256.slice(0, 12)}…)`,
    { hint: 'Restore them, or remove portraitsSha256 from the recipe to use these' },
  );
}

/** A name without separator is a folder if there is one, else a built-in pack; a folder with a pack.json is a pack. */
async function isPack({ portraits, portraitsSha256 }: GrowRecipe): Promise<boolean> {
  if (await isThere(path.join(portraits, 'pack.json'))) return true;
  if (await isThere(portraits)) return false;
  if (await isThere(path.join(packFolder(portraits), 'pack.json'))) return true;
  throw new DiptychError(
    'E_DATASET',
    `Expected a folder of portraits or a pack for --portraits but received ${portraits}, which is neither`,
    {
      hint:
        portraitsSha256 === undefined
          ? 'heads is the built-in pack'
          : 'The recipe has the place from where it was first run; say with --portraits where they are now',
    },
  );
}

async function samples(name: string): Promise<PortraitSource> {
  const pack = await openPack((await isThere(path.join(name, 'pack.json'))) ? path.resolve(name) : name);
  await verifyPack(pack);
  return { kind: 'pack', pack, sha256: pack.sha256 };
}

async function* photographs(root: string): AsyncGenerator<ProgressEvent, PortraitSource> {
  const source = await openSource(root, { format: 'portraits' });
  const items: PortraitItem[] = [];
  for await (const item of source.items()) {
    items.push(await hashed(root, item));
    if (items.length % REPORT_EVERY === 0) {
      yield { event: 'stage', stage: 'portraits', done: items.length, total: items.length };
    }
  }
  const names = items.map(({ item, sha256: hash }) => [item.key, hash ?? null]);
  return { kind: 'folder', root, items, sha256: sha256(canonicalJson(names)) };
}

/** One that cannot be read stays in the list: what is wrong with it is recorded when its turn comes. */
async function hashed(root: string, item: Item): Promise<PortraitItem> {
  const [image] = item.images;
  if (item.trouble || !image) return { item };
  const bytes = await readRef(root, image).catch(() => undefined);
  return bytes ? { item, sha256: sha256(bytes) } : { item };
}

async function isThere(place: string): Promise<boolean> {
  return stat(place).then(
    () => true,
    () => false,
  );
}
