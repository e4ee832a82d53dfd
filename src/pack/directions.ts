/** A recipe's direction, read from its pack and conditioned as the recipe asks. */
import { DiptychError } from '../errors.js';
import { projectOut } from '../latent/condition.js';
import type { Direction } from '../latent/direction.js';
import { alike, hasRows, toUnit } from '../latent/normals.js';
import { nearest } from '../presets.js';
import { type Pack, readNormal } from './load.js';
import type { PackDirection } from './manifest.js';

/** Loads the direction and projects out those that the edit is conditioned on. @throws DiptychError E_USAGE, E_PACK */
export async function directionOf(
  pack: Pack,
  edit: { readonly direction: string; readonly given: readonly string[] },
): Promise<Direction> {
  const listed = findDirection(pack, edit.direction);
  const { name, attribute, intercept, layers, range } = listed;
  const conditions = edit.given.map((given) => findDirection(pack, given));
  const normals = await Promise.all([listed, ...conditions].map((direction) => readNormal(pack, direction)));
  return { name, attribute, normal: conditioned(normals, pack, layers), intercept, layers, range };
}

/** The first of the normals without the others; with a row a layer, without them on the layers that are moved. */
function conditioned(
  normals: readonly Float32Array[],
  { manifest: { generator } }: Pack,
  [from, to]: readonly [number, number],
): Float32Array {
  const [normal, ...conditions] = alike(normals, generator) as [Float32Array, ...Float32Array[]];
  if (conditions.length === 0) return normal;
  if (!hasRows(normal, generator)) return projectOut(normal, conditions);
  const moved = (rows: Float32Array): Float32Array => rows.subarray(from * generator.wDim, to * generator.wDim);
  const left = new Float32Array(normal.length);
  left.set(projectOut(moved(normal), conditions.map(moved)), from * generator.wDim);
  return toUnit(left, generator, [from, to]);
}

/** @throws DiptychError E_USAGE with the nearest name when the pack has no such direction */
export function findDirection(pack: Pick<Pack, 'manifest'>, name: string): PackDirection {
  const { directions, name: packName } = pack.manifest;
  const found = directions.find((d) => d.name === name);
  if (found) return found;
  const names = directions.map((d) => d.name);
  throw new DiptychError('E_USAGE', `Expected a direction of the pack ${packName} but received ${name}`, {
    hint:
      names.length > 0
        ? `Did you mean ${nearest(name, names)}? There are: ${names.join(', ')}`
        : `The pack has none yet: diptych direction fit --pack ${packName}, which needs an attribute network, or diptych direction sefa --pack ${packName}`,
  });
}

/** A direction as the pack has it; undefined where it has none of that name. @throws DiptychError E_PACK */
export async function directionNamed(pack: Pack, name: string): Promise<Direction | undefined> {
  const listed = pack.manifest.directions.find((direction) => direction.name === name);
  if (!listed) return undefined;
  const { attribute, intercept, layers, range } = listed;
  return { name, attribute, normal: await readNormal(pack, listed), intercept, layers, range };
}
