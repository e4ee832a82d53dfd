/** Pairs whose two images lie in two folders under one name; shared by the A/B layouts and pix2pixHD's. */
import { DiptychError } from '../../errors.js';
import type { Role } from '../../item.js';
import { type Draft, pairDraft, troubleDraft } from './draft.js';
import { enterFolder, listFolder, type Place } from './folder.js';
import { isSplitName, joinPath, splitOfPath } from './names.js';
import { treeOf, walkTrees } from './walk.js';

/** Folders that hold the roles of the same pairs. */
export interface PairFolders {
  /** Begins the keys, and says the split; empty where the folders are those of the whole dataset. */
  readonly prefix: string;
  readonly roles: readonly { readonly role: Role; readonly place: Place }[];
}

/** Sub-folders of one folder: names, and how to enter them. */
export interface SubFolders {
  readonly place: Place;
  readonly names: readonly string[];
  /** Undefined where the folder leads back to itself. */
  enter(name: string): Promise<Place | undefined>;
}

/** The sub-folders of a folder, sorted. */
async function subFolders(root: string, place: Place): Promise<SubFolders> {
  const { folders, linked } = await listFolder(root, place, () => false);
  return {
    place,
    names: [...folders].sort(),
    async enter(name) {
      const inside = await enterFolder(root, place, name, linked.has(name));
      return 'reason' in inside ? undefined : inside;
    },
  };
}

/** Folders in which a layout may begin, the root first. */
export type Beginnings = readonly [SubFolders, ...SubFolders[]];

/** Where datasets begin: the root, its folders called like splits or `data`, and splits within `data`. */
export async function beginnings(root: string, place: Place): Promise<Beginnings> {
  const top = await subFolders(root, place);
  const found: [SubFolders, ...SubFolders[]] = [top];
  for (const name of top.names.filter((folder) => isSplitName(folder) || folder === 'data')) {
    const inside = await top.enter(name);
    if (!inside) continue;
    const sub = await subFolders(root, inside);
    found.push(sub);
    if (name !== 'data') continue;
    for (const split of sub.names.filter(isSplitName)) {
      const deeper = await sub.enter(split);
      if (deeper) found.push(await subFolders(root, deeper));
    }
  }
  return found;
}

/** The one entry of `found`; undefined for none. More than one is for the user to sort out. */
export function onlyOne<T>(found: readonly T[], nameOf: (each: T) => string, where: string): T | undefined {
  if (found.length < 2) return found[0];
  throw new DiptychError(
    'E_DATASET',
    `Expected one way to pair the folders of ${where} but received ${found.map(nameOf).join(' and ')}`,
    { hint: 'Move or link the two folders that belong together into a folder of their own' },
  );
}

/** One line that names the folders. */
export function describeFolders(groups: readonly PairFolders[]): string {
  return groups.map(({ roles }) => roles.map(({ place }) => `${place.path}/`).join(' and ')).join(', ');
}

/** Every pair of every group of folders, by name; keys begin with the prefix. */
export async function* readPairFolders(root: string, groups: readonly PairFolders[]): AsyncGenerator<Draft> {
  for (const { prefix, roles } of groups) {
    const trees = roles.map(({ role, place }) => treeOf(place, role));
    for await (const { key, files, trouble } of walkTrees(root, trees)) {
      const whole = joinPath(prefix, key);
      if (trouble) yield troubleDraft('pair', key, trouble.reason, trouble.detail);
      else yield pairDraft(files, { key: whole, split: splitOfPath(whole) });
    }
  }
}
