/** Lists one folder, and steps into folders without going in circles. */
import { opendir, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Trouble } from '../../item.js';
import { isDataFolder, joinPath, namesImage } from './names.js';

/** A folder on the way down. */
export interface Place {
  /** From the dataset's root, with `/`; empty for the root itself. */
  readonly path: string;
  /** Without symbolic links. */
  readonly real: string;
  /** The folder it was entered from. */
  readonly above: Place | undefined;
}

/** Names in one folder, unsorted. */
export interface Listing {
  readonly files: readonly string[];
  readonly folders: readonly string[];
  /** Those folders that are symbolic links. */
  readonly linked: ReadonlySet<string>;
  /** Symbolic links that lead to themselves. */
  readonly loops: readonly string[];
  /** Why the folder could not be listed. */
  readonly trouble?: Trouble;
}

/** The dataset's root. Throws the system's error where there is none. */
export async function rootPlace(root: string): Promise<Place> {
  return { path: '', real: await realpath(root), above: undefined };
}

/**
 * Lists a folder. A symbolic link called like an image is not looked behind: that is left to whoever reads it, and a
 * folder of a million links is listed at once.
 *
 * @param accept Which files are wanted, by name.
 */
export async function listFolder(root: string, place: Place, accept: (name: string) => boolean): Promise<Listing> {
  const files: string[] = [];
  const folders: string[] = [];
  const linked = new Set<string>();
  const loops: string[] = [];
  try {
    for await (const entry of await opendir(join(root, place.path), { bufferSize: 1024 })) {
      const { name } = entry;
      if (entry.isDirectory()) {
        if (isDataFolder(name)) folders.push(name);
      } else if (!entry.isSymbolicLink() || (namesImage(name) && accept(name))) {
        if (accept(name)) files.push(name);
      } else if (isDataFolder(name)) {
        const kind = await behindLink(join(root, place.path, name));
        if (kind === 'folder') {
          folders.push(name);
          linked.add(name);
        } else if (kind === 'loop') loops.push(name);
        else if (accept(name)) files.push(name);
      }
    }
  } catch (error) {
    const detail = `${place.path || 'the dataset'}/ could not be listed (${(error as NodeJS.ErrnoException).code ?? error})`;
    return { files, folders, linked, loops, trouble: { reason: 'unreadable', detail } };
  }
  return { files, folders, linked, loops };
}

/** Steps into a listed folder, or says that it is one we are already in. */
export async function enterFolder(root: string, place: Place, name: string, linked: boolean): Promise<Place | Trouble> {
  const path = joinPath(place.path, name);
  if (!linked) return { path, real: join(place.real, name), above: place };
  const real = await realpath(join(root, path)).catch(() => undefined);
  if (real === undefined) return { reason: 'unreadable', detail: `${path} leads nowhere` };
  for (let outer: Place | undefined = place; outer; outer = outer.above) {
    if (outer.real === real) {
      return { reason: 'symlink_loop', detail: `${path} leads back to ${outer.path === '' ? 'the root' : outer.path}` };
    }
  }
  return { path, real, above: place };
}

/** The trouble of a link that leads to itself. */
export function loopTrouble(path: string): Trouble {
  return { reason: 'symlink_loop', detail: `${path} is a symbolic link that leads to itself` };
}

async function behindLink(path: string): Promise<'file' | 'folder' | 'loop'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ELOOP' ? 'loop' : 'file';
  }
}
