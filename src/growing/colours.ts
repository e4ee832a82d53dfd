/** Colours that hair may have: named ones, the portrait's own, or that of a reference photograph. */
import { stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { closest } from 'fastest-levenshtein';
import { HAIR_COLOURS, type HairColourName, namedColour } from '../augment/hair/colours.js';
import type { HairColour } from '../augment/hair/raster/hair-colour.js';
import { referenceColour } from '../augment/hair/reference-colour.js';
import { DiptychError } from '../errors.js';
import { sha256OfFile } from '../hash.js';
import type { Prepared } from './prepare.js';

/** A colour as a recipe names it. */
export type ChosenColour =
  | { readonly kind: 'named'; readonly name: HairColourName }
  | { readonly kind: 'match'; readonly name: 'match' }
  | { readonly kind: 'reference'; readonly name: string; readonly path: string; readonly sha256: string };

/** @throws DiptychError E_USAGE with the nearest name for what is neither a colour nor a file */
export async function coloursOf(specs: readonly string[]): Promise<ChosenColour[]> {
  const chosen: ChosenColour[] = [];
  for (const spec of specs) {
    if (spec === 'natural') chosen.push(...HAIR_COLOURS.map((name) => ({ kind: 'named', name }) as const));
    else if (spec === 'match') chosen.push({ kind: 'match', name: 'match' });
    else chosen.push(named(spec) ?? (await reference(spec)));
  }
  return chosen.filter((colour, i) => chosen.findIndex((other) => isSame(other, colour)) === i).map(nameApart);
}

function isSame(a: ChosenColour, b: ChosenColour): boolean {
  return a.kind === 'reference' && b.kind === 'reference' ? a.sha256 === b.sha256 : a.name === b.name;
}

/** A photograph goes by its file's name, wherever it lies; of two that share it, the later ones add their hash. */
function nameApart(colour: ChosenColour, i: number, all: readonly ChosenColour[]): ChosenColour {
  const taken = all.slice(0, i).some(({ name }) => name === colour.name);
  return colour.kind === 'reference' && taken
    ? { ...colour, name: `${colour.name}#${colour.sha256.slice(0, 8)}` }
    : colour;
}

function named(spec: string): ChosenColour | undefined {
  const name = HAIR_COLOURS.find((colour) => colour === spec.toLowerCase());
  return name && { kind: 'named', name };
}

async function reference(path: string): Promise<ChosenColour> {
  const isFile = await stat(path).then(
    (stats) => stats.isFile(),
    () => false,
  );
  if (isFile) return { kind: 'reference', name: basename(path), path, sha256: await sha256OfFile(path) };
  const known = ['natural', 'match', ...HAIR_COLOURS];
  throw new DiptychError('E_USAGE', `Expected a hair colour or a photograph for --colours but received ${path}`, {
    hint: `Did you mean ${closest(path, known)}? There are: ${known.join(', ')}`,
  });
}

/** Worn where a portrait has no hair and no brows to go by. */
const FALLBACK: HairColourName = 'brown';

/** The colour on this portrait; `references` holds the colours of reference photographs by path. */
export function colourOn(
  portrait: Prepared,
  colour: ChosenColour,
  references: ReadonlyMap<string, HairColour>,
): HairColour {
  if (colour.kind === 'named') return namedColour(colour.name);
  if (colour.kind === 'reference') return references.get(colour.path)!;
  return ownColour(portrait) ?? namedColour(FALLBACK);
}

/** Of the hair that a portrait has. */
export function ownColour({ image, regions, light }: Prepared): HairColour | undefined {
  return referenceColour(image, regions.hair, light, { hair: 'dense' });
}
