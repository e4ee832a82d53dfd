/** Writes a conditioned direction into a pack. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { formatNpy } from '../checkpoint/npy.js';
import { sha256 } from '../hash.js';
import { correlations, projectOut } from '../latent/index.js';
import { writeManifest } from './build.js';
import { findDirection } from './directions.js';
import { type Pack, readNormal } from './load.js';
import type { PackDirection } from './manifest.js';

/**
 * Projects the given directions out of one and adds the result under a name of its own. Its accuracy is unknown until
 * it is measured, so that of the unconditioned boundary is not carried over: both are 0.
 * @throws DiptychError E_USAGE for an unknown direction, or when the conditions leave nothing
 */
export async function projectPackDirection(
  pack: Pack,
  name: string,
  given: readonly string[],
  as: string,
): Promise<PackDirection> {
  const { manifest, folder } = pack;
  const source = findDirection(pack, name);
  const conditions = await Promise.all(given.map((other) => readNormal(pack, findDirection(pack, other))));
  const normal = projectOut(await readNormal(pack, source), conditions);
  const others = manifest.directions.filter((d) => d.name !== as);
  const normals = await Promise.all(others.map((other) => readNormal(pack, other)));
  const cosines = correlations([normal, ...normals].map((n) => ({ normal: n })))[0]!.slice(1);
  const file = path.posix.join('directions', `${as.replaceAll(':', '-')}.npy`);
  const bytes = formatNpy({ data: normal, shape: [1, normal.length] });
  await mkdir(path.join(folder, 'directions'), { recursive: true });
  await writeFile(path.join(folder, file), bytes);
  const direction: PackDirection = {
    ...source,
    name: as,
    file: { ...source.file, path: file, sha256: sha256(bytes), bytes: bytes.length },
    accuracy: { validation: 0, remaining: 0 },
    conditionedOn: [...source.conditionedOn, ...given],
    correlations: Object.fromEntries(others.map((other, i) => [other.name, Number(cosines[i]!.toPrecision(6))])),
  };
  await writeManifest(folder, { ...manifest, directions: [...others, direction] });
  return direction;
}
