/** Writes a conditioned direction into a pack. */
import { addDirections } from './add-directions.js';
import { directionOf, findDirection } from './directions.js';
import type { Pack } from './load.js';
import type { PackDirection } from './manifest.js';

/**
 * Projects the given directions out of one and adds the result under a name of its own. What was measured of the
 * unconditioned one, its accuracy and its effects, is not carried over.
 * @throws DiptychError E_USAGE for an unknown direction, or when the conditions leave nothing
 */
export async function projectPackDirection(
  pack: Pack,
  name: string,
  given: readonly string[],
  as: string,
): Promise<PackDirection> {
  const { accuracy: _, effects: __, file, ...source } = findDirection(pack, name);
  const { normal } = await directionOf(pack, { direction: name, given });
  const conditionedOn = [...source.conditionedOn, ...given];
  const fresh = { ...source, name: as, normal, conditionedOn, licence: file.licence, source: file.source };
  const [written] = await addDirections(pack, [fresh]);
  return written!;
}
