/** The folder of a new pack: free or replaced, and there whole or not at all. */
import { copyFile, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DiptychError } from '../errors.js';
import { makeFolder } from '../make-folder.js';
import { writeManifest } from './build.js';
import { isPack } from './home.js';
import type { PackDirection, PackManifest } from './manifest.js';
import { packManifestSchema } from './manifest.js';

/** A file to write: its bytes, or the file that it is copied from. */
export interface NewFile {
  /** Relative to the pack's folder. */
  readonly path: string;
  readonly content: Uint8Array | { readonly copyOf: string };
}

/** @throws DiptychError E_USAGE when something is there that may not be replaced */
export async function checkPlace(folder: string, name: string, force: boolean): Promise<void> {
  const entries = await readdir(folder).catch((cause: NodeJS.ErrnoException) => {
    if (cause.code === 'ENOENT') return [];
    throw new DiptychError('E_USAGE', `Expected a folder for the pack ${name} but received ${folder} (${cause.code})`);
  });
  if (entries.length === 0) return;
  const pack = isPack(folder);
  if (pack && force) return;
  throw new DiptychError(
    'E_USAGE',
    `Expected a free place for the pack ${name} but received ${folder}, which holds ${pack ? 'a pack' : entries[0]}`,
    { hint: pack ? 'Choose another name, or replace it with --force' : 'Choose another folder; nothing was changed' },
  );
}

/** Directions of the pack that is replaced which were fitted on this very generator, and their files: still good. */
export async function keepDirections(
  folder: string,
  generator: string,
): Promise<{ readonly directions: readonly PackDirection[]; readonly files: readonly NewFile[] }> {
  const text = await readFile(path.join(folder, 'pack.json'), 'utf8').catch(() => undefined);
  const earlier = text === undefined ? undefined : packManifestSchema.safeParse(parsed(text)).data;
  const directions = earlier?.directions.filter((direction) => direction.generator === generator) ?? [];
  const files = directions.map(({ file }) => ({
    path: file.path,
    content: { copyOf: path.join(folder, file.path) },
  }));
  return { directions, files };
}

/** A manifest that is damaged tells nothing. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Writes files and manifest into a folder beside, which then takes the place of `folder`.
 * @throws what the disk throws; then nothing is left behind, and what was there is there still
 */
export async function writeFolder(folder: string, files: readonly NewFile[], manifest: PackManifest): Promise<void> {
  const [fresh, old] = [`${folder}.tmp-${process.pid}`, `${folder}.old-${process.pid}`];
  try {
    await rm(fresh, { recursive: true, force: true });
    await makeFolder(fresh);
    for (const { path: name, content } of files) {
      const target = path.join(fresh, name);
      await makeFolder(path.dirname(target));
      if (content instanceof Uint8Array) await writeFile(target, content);
      else await copyFile(content.copyOf, target);
    }
    await writeManifest(fresh, manifest);
    const replaced = await rename(folder, old).then(
      () => true,
      () => false,
    );
    await rename(fresh, folder).catch(async (cause) => {
      if (replaced) await rename(old, folder);
      throw cause;
    });
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}
