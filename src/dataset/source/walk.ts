/**
 * Walks folders side by side and groups what belongs together: files of one name (without extension) in the same place
 * of each tree. A single tree gives groups of one.
 *
 * Only the names of the folders from the root down to the present one are in memory, each as one short string.
 */
import type { Role, Trouble } from '../../item.js';
import { enterFolder, listFolder, loopTrouble, type Place } from './folder.js';
import { cutExtension, joinPath, mayBeImage } from './names.js';

/** One of the folders that are walked side by side. */
export interface Tree {
  readonly place: Place;
  /** What a file is, and the name that it shares with its partners, from its name without extension. */
  readonly cast: (stem: string) => { readonly role: Role; readonly stem: string };
}

/** Files that belong together; or, with a trouble, a folder that cannot be entered. */
export interface Group {
  /** Path from the top of the trees, without extension; of a folder its path from the root and a `/`. Unique. */
  readonly key: string;
  readonly files: readonly { readonly role: Role; readonly path: string }[];
  readonly trouble?: Trouble;
}

/** A tree in which every file has the same role. */
export function treeOf(place: Place, role: Role): Tree {
  return { place, cast: (stem) => ({ role, stem }) };
}

/**
 * Yields groups by key in order of code units, depth first.
 *
 * Where one tree has two files of one name (`x.jpg` and `x.png`), only files of one extension belong together, and the
 * key keeps the extension.
 *
 * @param accept Which files are wanted, by name.
 * @param under Where the trees stand below where the walk began.
 */
export async function* walkTrees(
  root: string,
  trees: readonly Tree[],
  accept: (name: string) => boolean = mayBeImage,
  under = '',
): AsyncGenerator<Group> {
  const listings = await Promise.all(trees.map(({ place }) => listFolder(root, place, accept)));
  for (const [t, { trouble }] of listings.entries()) {
    if (trouble) yield { key: `${trees[t]!.place.path}/`, files: [], trouble };
  }

  // (1) One string a file, `stem NUL name NUL tree`, and one a folder, `name/`: sorted they are in order of keys,
  // files of one stem adjacent, and take a fraction of the memory of objects. No name contains NUL or `/`.
  const tokens: string[] = [];
  const folders = new Map<string, number[]>();
  const loops = new Map<string, number[]>();
  for (const [t, listing] of listings.entries()) {
    for (const name of listing.files) {
      tokens.push(`${trees[t]!.cast(cutExtension(name)[0]).stem}\0${name}\0${t}`);
    }
    for (const name of listing.folders) append(folders, name, t);
    for (const name of listing.loops) append(loops, name, t);
  }
  const links = listings.map(({ linked }) => linked);
  listings.length = 0;
  for (const name of new Set([...folders.keys(), ...loops.keys()])) tokens.push(`${name}/`);
  tokens.sort();

  // (2) Groups in order.
  const taken = new Set<string>();
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    if (token.endsWith('/')) {
      i++;
      yield* below(token.slice(0, -1));
      continue;
    }
    const stem = token.slice(0, token.indexOf('\0'));
    const files: { role: Role; path: string; extension: string }[] = [];
    for (; tokens[i]?.startsWith(`${stem}\0`); i++) {
      const [, name, t] = tokens[i]!.split('\0') as [string, string, string];
      const tree = trees[Number(t)]!;
      const [whole, extension] = cutExtension(name);
      files.push({ role: tree.cast(whole).role, path: joinPath(tree.place.path, name), extension });
    }
    yield* grouped(stem, files);
  }

  async function* below(name: string): AsyncGenerator<Group> {
    const inside: Tree[] = [];
    for (const t of loops.get(name) ?? []) {
      const path = joinPath(trees[t]!.place.path, name);
      yield { key: `${path}/`, files: [], trouble: loopTrouble(path) };
    }
    for (const t of folders.get(name) ?? []) {
      const tree = trees[t]!;
      const place = await enterFolder(root, tree.place, name, links[t]!.has(name));
      if ('reason' in place) yield { key: `${joinPath(tree.place.path, name)}/`, files: [], trouble: place };
      else inside.push({ ...tree, place });
    }
    if (inside.length > 0) yield* walkTrees(root, inside, accept, joinPath(under, name));
  }

  function* grouped(stem: string, files: readonly { role: Role; path: string; extension: string }[]): Generator<Group> {
    const crowded = new Set(files.map(({ role }) => role)).size < files.length;
    if (!crowded && !taken.has(stem)) {
      yield { key: joinPath(under, stem), files: files.map(({ role, path }) => ({ role, path })) };
      return;
    }
    for (const extension of new Set(files.map((file) => file.extension))) {
      const same = files.filter((file) => file.extension === extension);
      taken.add(stem + extension);
      yield { key: joinPath(under, stem + extension), files: same.map(({ role, path }) => ({ role, path })) };
    }
  }
}

function append(map: Map<string, number[]>, name: string, tree: number): void {
  map.set(name, [...(map.get(name) ?? []), tree]);
}
