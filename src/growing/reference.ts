/** The colour of the hair on a reference photograph. */
import { basename, dirname } from 'node:path';
import type { HairColour } from '../augment/hair/raster/hair-colour.js';
import type { HeadModel } from '../augment/hair/types.js';
import { DiptychError } from '../errors.js';
import type { Faces } from '../faces/index.js';
import type { GrowRecipe } from '../grow-recipe.js';
import { type ChosenColour, ownColour } from './colours.js';
import { type Framing, readPhotograph } from './photograph.js';
import { prepare } from './prepare.js';

/** What reads references. */
export interface ReferenceReader {
  readonly faces: Faces | undefined;
  readonly head: HeadModel;
  readonly framing: Framing;
  readonly recipe: GrowRecipe;
}

/**
 * Colours of the reference photographs among `colours`, by path.
 * @throws DiptychError E_DATASET for one without a face or without hair in sight, E_MODEL without a face landmarker
 */
export async function readReferences(
  colours: readonly ChosenColour[],
  reader: ReferenceReader,
): Promise<ReadonlyMap<string, HairColour>> {
  const read = new Map<string, HairColour>();
  for (const colour of colours) {
    if (colour.kind === 'reference') read.set(colour.path, await readReference(colour.path, reader));
  }
  return read;
}

async function readReference(path: string, { faces, head, framing, recipe }: ReferenceReader): Promise<HairColour> {
  if (!faces) {
    throw new DiptychError('E_MODEL', `Expected a face landmarker to read ${path} but received none`, {
      hint: 'Pull it with diptych models pull mediapipe, or name it with --face-model',
    });
  }
  const image = { role: 'image', path: basename(path) } as const;
  const item = { index: 0, key: path, kind: 'single', images: [image] } as const;
  const portrait = await readPhotograph(dirname(path), { item }, faces, framing);
  const ready = 'trouble' in portrait ? portrait : prepare(portrait, head, recipe, []);
  const colour = 'trouble' in ready ? undefined : ownColour(ready);
  if (colour) return colour;
  const reason = 'trouble' in ready ? ready.trouble : 'no hair in sight';
  throw new DiptychError('E_DATASET', `Expected a portrait with hair for --colours but received ${path} (${reason})`, {
    hint: 'Choose a photograph of one person whose hair is in sight',
  });
}
