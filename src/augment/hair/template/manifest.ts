/** template.json: one hairstyle in several files, or how a file lies in its space. */
import { z } from 'zod';
import { joinRaw } from './join-raw.js';
import { radiusFor } from './radius.js';
import { AXES, badTemplate, type Template } from './template.js';

export const MANIFEST = 'template.json';

const axis = z.enum(AXES);
export const manifestSchema = z
  .strictObject({
    /** Files of one space, relative to the folder. */
    files: z.array(z.string().min(1)).min(1).max(64),
    name: z.string().min(1).optional(),
    licence: z.string().optional(),
    up: axis.optional(),
    forward: axis.optional(),
    scale: z.number().positive().optional(),
    translate: z.tuple([z.number(), z.number(), z.number()]).optional(),
  })
  .refine(({ up, forward }) => !up || !forward || up[1] !== forward[1], 'up and forward lie on one axis')
  .refine(
    ({ up, forward, scale, translate }) => !translate || (up && forward && scale !== undefined),
    'translate needs up, forward and scale beside it',
  );
export type Manifest = z.infer<typeof manifestSchema>;

/** @throws DiptychError E_DATASET when it is no such JSON. */
export function parseManifest(bytes: Uint8Array, name: string): Manifest {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    throw badTemplate('JSON', name, bytes.length ? 'something else' : 'an empty file', 'Correct its syntax');
  }
  const result = manifestSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = `${issue?.path.join('.') || 'its top'}: ${issue?.message}`;
  throw badTemplate('files and how they lie', name, where, 'docs/hair-templates.md lists its keys');
}

/** The parts as one template; each strand stays as thick beside the others of its file as it was. */
export function joinTemplates(parts: readonly Template[], manifest: Manifest, name: string): Template {
  const own = parts.find(({ space }) => space === 'head');
  if (own)
    throw badTemplate('files of one foreign space', name, `${own.name} in head space`, 'Leave it out, or use it alone');
  const { points, first, thickness } = joinRaw(
    parts.map(({ strands }) => ({
      points: strands.points,
      first: strands.first,
      thickness: strands.radius.map((radius) => radius / radiusFor(strands.radius.length)),
    })),
    name,
  );
  const { up, forward, scale, translate, licence } = manifest;
  const radius = radiusFor(first.length - 1);
  return {
    name: manifest.name ?? name,
    strands: {
      points,
      first,
      radius: thickness!.map((ratio) => ratio * radius),
      region: new Uint8Array(first.length - 1),
    },
    space: 'foreign',
    licence: licence ?? parts.find((part) => part.licence)?.licence,
    source: [...new Set(parts.map(({ source }) => source))].join(', '),
    placing: { up, forward, scale, translate },
  };
}
