/** Where packs are looked for by name: those that come with the program, then the user's own, then the folder here. */
import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** Packs that come with the program. */
export const BUILT_IN = fileURLToPath(new URL('../../models', import.meta.url));

/** A pack's name, as opposed to a path. */
export const PACK_NAME = /^[a-z0-9-]+$/;

/** The folder of imported packs: `$DIPTYCH_DATA`, else the user's data folder, with `packs` in it. */
export function userPacks(env: NodeJS.ProcessEnv = process.env): string {
  const userData = env.XDG_DATA_HOME || path.join(homedir(), '.local', 'share');
  return path.join(env.DIPTYCH_DATA || path.join(userData, 'diptych'), 'packs');
}

/** The folder of a pack: a name is looked for among built-in packs, the user's, and here; anything else is a path. */
export function packFolder(nameOrFolder: string): string {
  if (!PACK_NAME.test(nameOrFolder)) return path.resolve(nameOrFolder);
  const places = [BUILT_IN, userPacks(), process.cwd()].map((place) => path.join(place, nameOrFolder));
  return places.find(isPack) ?? places[0]!;
}

/** Folders of all packs in a place, by name. */
export async function packsIn(place: string): Promise<string[]> {
  const names = await readdir(place).catch(() => []);
  return names
    .sort()
    .map((name) => path.join(place, name))
    .filter((folder) => PACK_NAME.test(path.basename(folder)) && isPack(folder));
}

/** Other things lie beside packs: what hair is grown on, and what an interrupted import has left. */
export const isPack = (folder: string): boolean => existsSync(path.join(folder, 'pack.json'));
