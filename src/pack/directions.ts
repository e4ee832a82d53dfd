/** A recipe's direction, read from its pack and conditioned as the recipe asks. */
import { DiptychError } from '../errors.js';
import { projectOut } from '../latent/condition.js';
import type { Direction } from '../latent/direction.js';
import { nearest } from '../presets.js';
import type { Recipe } from '../recipe.js';
import { type Pack, readNormal } from './load.js';
import type { PackDirection } from './manifest.js';

/** Loads the direction and projects out those that the edit is conditioned on. @throws DiptychError E_USAGE, E_PACK */
export async function directionOf(pack: Pack, edit: Recipe['edit']): Promise<Direction> {
  const listed = findDirection(pack, edit.direction);
  const normal = await readNormal(pack, listed);
  const conditions = await Promise.all(edit.given.map((name) => readNormal(pack, findDirection(pack, name))));
  return {
    name: listed.name,
    attribute: listed.attribute,
    normal: conditions.length > 0 ? projectOut(normal, conditions) : normal,
    intercept: listed.intercept,
    layers: listed.layers,
    range: listed.range,
  };
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
        : 'The pack has none yet: diptych direction fit',
  });
}

/** A direction as the pack has it; undefined where it has none of that name. @throws DiptychError E_PACK */
export async function directionNamed(pack: Pack, name: string): Promise<Direction | undefined> {
  const listed = pack.manifest.directions.find((direction) => direction.name === name);
  if (!listed) return undefined;
  const { attribute, intercept, layers, range } = listed;
  return { name, attribute, normal: await readNormal(pack, listed), intercept, layers, range };
}
