/** Our own format, read: the region of a strand is the name of its mesh, radii are of cm. Pure. */
import { z } from 'zod';
import { HAIR_REGIONS, type HairRegion } from '../types.js';
import { FORMAT, FORMAT_VERSION, SPACE } from './glb-write.js';
import { linesOf } from './gltf-lines.js';
import type { PlacedPrimitive } from './gltf-scene.js';
import { joinRaw } from './join-raw.js';
import { badTemplate, checkCoordinates, type RawStrands, type Template } from './template.js';

/** Thicker than any strand that is meant, cm. */
const MAX_RADIUS = 1;

/** What a glTF of ours says of itself, in the extras of its asset. */
export const ownSchema = z.object({
  format: z.literal(FORMAT),
  version: z.number().int(),
  space: z.string(),
  name: z.string().optional(),
  licence: z.string().optional(),
});

/** @throws DiptychError E_DATASET for a version or a space that is not ours, and for what cannot be strands. */
export function ownTemplate(
  said: z.infer<typeof ownSchema>,
  lines: readonly PlacedPrimitive[],
  name: string,
): Template {
  if (said.version !== FORMAT_VERSION)
    throw badTemplate(`version ${FORMAT_VERSION} of ${FORMAT}`, name, `${said.version}`, 'Write it again, or update');
  if (said.space !== SPACE)
    throw badTemplate(`space ${SPACE}`, name, JSON.stringify(said.space), `Leave out format for strands elsewhere`);
  const raws: RawStrands[] = [];
  const regions: number[] = [];
  for (const each of lines) {
    const region = HAIR_REGIONS.indexOf(each.name as HairRegion);
    if (region < 0)
      throw badTemplate(`meshes ${HAIR_REGIONS.join(', ')}`, name, JSON.stringify(each.name), 'Name its meshes so');
    const raw = linesOf(each, name);
    raws.push(raw);
    for (let s = 1; s < raw.first.length; s++) regions.push(region);
  }
  if (regions.length === 0) throw badTemplate('strands', name, 'none', 'Choose a file with hair in it');
  const { points, first, thickness } = joinRaw(raws, name);
  checkCoordinates(points, name);
  if (!thickness) throw badTemplate('_RADIUS of every point', name, 'none', 'docs/hair-templates.md has the format');
  for (const radius of thickness)
    if (!(radius > 0 && radius <= MAX_RADIUS))
      throw badTemplate(`radii of up to ${MAX_RADIUS} cm`, name, `${radius}`, 'Write it again with radii in cm');
  return {
    name: said.name ?? name,
    strands: { points, first, radius: thickness, region: Uint8Array.from(regions) },
    space: 'head',
    licence: said.licence,
    source: FORMAT,
  };
}
