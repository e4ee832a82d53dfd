/** Writes directions into a pack: their files, and their entries in the manifest. */
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import { formatNpy } from '../checkpoint/npy.js';
import { writeAtomic } from '../dataset/atomic.js';
import { DiptychError } from '../errors.js';
import { alike, correlations, hasRows } from '../latent/index.js';
import { writeManifest } from './build.js';
import { type Pack, readNormal } from './load.js';
import type { PackDirection, PackManifest } from './manifest.js';

/** A direction that is ready to be written: what its entry says but for what follows from the pack. */
export interface NewDirection extends Omit<PackDirection, 'file' | 'space' | 'correlations' | 'generator'> {
  /** [wDim], or a row a layer, [numWs, wDim]; of unit length as the manifest defines it. */
  readonly normal: Float32Array;
  readonly licence: string;
  /** Where it comes from, in words that a licence review can follow. */
  readonly source: string;
}

/**
 * Adds the directions in place of those of the same name; the others stay. Their cosines are with all the others.
 * @throws DiptychError E_USAGE for a name that is no file's, E_DISK when the pack cannot be written to
 */
export async function addDirections(pack: Pack, fresh: readonly NewDirection[]): Promise<PackDirection[]> {
  const { manifest, folder } = pack;
  const names = new Set(fresh.map((direction) => direction.name));
  const kept = manifest.directions.filter((direction) => !names.has(direction.name));
  const paths = new Set(kept.map((direction) => direction.file.path));
  for (const { name } of fresh) checkName(name, paths);
  const normals = [
    ...(await Promise.all(kept.map((direction) => readNormal(pack, direction)))),
    ...fresh.map((direction) => direction.normal),
  ];
  const cosines = correlations(alike(normals, manifest.generator).map((normal) => ({ normal })));
  const all = [...kept, ...fresh];
  const written: PackDirection[] = [];
  try {
    for (const [i, direction] of fresh.entries()) {
      const row = cosines[kept.length + i]!;
      const others = all.flatMap(({ name }, k) => (name === direction.name ? [] : [[name, short(row[k]!)] as const]));
      written.push(await writeOne(folder, direction, Object.fromEntries(others), manifest.generator));
    }
    await writeManifest(folder, { ...manifest, directions: [...kept, ...written] });
  } catch (cause) {
    throw asUnwritable(cause, pack);
  }
  return written;
}

async function writeOne(
  folder: string,
  { normal, licence, source, ...entry }: NewDirection,
  cosines: Readonly<Record<string, number>>,
  generator: PackManifest['generator'],
): Promise<PackDirection> {
  const { numWs, wDim, synthesis } = generator;
  const rows = hasRows(normal, generator);
  const file = fileOf(entry.name);
  const bytes = formatNpy({ data: normal, shape: [rows ? numWs : 1, wDim] });
  const hash = await writeAtomic(path.join(folder, file), bytes);
  return {
    ...entry,
    file: { path: file, sha256: hash, bytes: bytes.length, licence, source },
    space: rows ? 'w+' : 'w',
    intercept: short(entry.intercept),
    range: [short(entry.range[0]), short(entry.range[1])],
    ...(entry.accuracy && { accuracy: shortened(entry.accuracy) }),
    correlations: { ...cosines },
    generator: synthesis.sha256,
  };
}

/** Of no samples the accuracy is no number: few samples, or a large W, leave none between the extremes. */
function shortened({ validation, remaining }: NonNullable<PackDirection['accuracy']>): PackDirection['accuracy'] {
  const rest = remaining === undefined || Number.isNaN(remaining) ? undefined : short(remaining);
  return { validation: short(validation), ...(rest !== undefined && { remaining: rest }) };
}

/** Place of a direction in its pack; colons are no part of file names on every system. */
const fileOf = (name: string): string => path.posix.join('directions', `${name.replaceAll(':', '-')}.npy`);

/** @throws DiptychError E_USAGE */
export function checkName(name: string, taken: ReadonlySet<string> = new Set()): void {
  if (!/^[a-z0-9][a-z0-9:._-]*$/i.test(name)) {
    throw new DiptychError(
      'E_USAGE',
      `Expected letters, digits, hyphens and colons for a direction's name but received ${JSON.stringify(name)}`,
    );
  }
  if (!taken.has(fileOf(name))) return;
  throw new DiptychError('E_USAGE', `Expected a direction's name of its own but received ${name}`, {
    hint: `Another direction is in ${fileOf(name)}: choose another name`,
  });
}

/** To be asked before long work. @throws DiptychError E_DISK */
export async function checkWritable(pack: Pack): Promise<void> {
  await access(pack.folder, constants.W_OK).catch((cause) => {
    throw asUnwritable(cause, pack);
  });
}

function asUnwritable(cause: unknown, { folder, manifest }: Pack): unknown {
  const { code } = cause as NodeJS.ErrnoException;
  if (!['EACCES', 'EPERM', 'EROFS'].includes(code ?? '')) return cause;
  return new DiptychError('E_DISK', `Expected a pack that may be written to but received ${folder} (${code})`, {
    cause,
    hint: `Copy it to a folder of your own, and name that: --pack ./my-${manifest.name}`,
  });
}

const short = (value: number): number => Number(value.toPrecision(6));
