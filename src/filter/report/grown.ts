/** What the report says of a dataset of `grow`. */
import type { GrowRecipe } from '../../grow-recipe.js';
import type { PackManifest } from '../../pack/manifest.js';
import { GROWN_METRICS } from '../hair/index.js';
import { count, plain } from './format.js';
import { html, type Markup } from './markup.js';
import { networksOf } from './networks.js';
import type { ReportSubject } from './types.js';
import { wordsAmong } from './wording.js';

/** Names in a line at most. */
const NAMED = 4;

/** What read the faces, and what drew them where they are sampled. */
export interface GrownModels {
  readonly pack?: PackManifest | undefined;
  readonly faceFiles: readonly {
    readonly role: string;
    readonly name: string;
    readonly licence: string;
    readonly sha256: string;
  }[];
}

/** From the resolved recipe and the models that touched the pairs. */
export function grownSubject(recipe: GrowRecipe, used: GrownModels): ReportSubject {
  return {
    name: recipe.name,
    prompt: recipe.prompt,
    line: recipeLine(recipe),
    wanted: recipe.count,
    figures: [
      {
        name: 'Orientation',
        meaning: 'mean angle between the strands and what the finished picture shows, in degrees; 0 is none',
        of: ({ scores }) => scores.orientation_error,
      },
      {
        name: 'Outside',
        meaning: 'mean change outside the mask, of 255; must be 0',
        of: ({ scores }) => scores.outside_change,
      },
    ],
    strength: { name: 'length', unit: 'of the style’s own', text: plain },
    made: [
      { name: 'style', of: ({ hair }) => hair?.template },
      { name: 'colour', of: ({ hair }) => hair?.colour },
      { name: 'portrait', of: ({ hair }) => hair?.portrait },
      { name: 'trouble', of: ({ hair }) => hair?.trouble },
    ],
    maps: ['mask', 'hair', 'edges', 'orientation'],
    words: wordsAmong(GROWN_METRICS),
    recipe: {
      about:
        'The dataset is a function of this: the same recipe with the same portraits and styles gives the same files.',
      json: recipe,
    },
    models: modelsOf(used),
  };
}

function recipeLine(recipe: GrowRecipe): Markup {
  const { templates, colours, growth, sequence } = recipe;
  const images = sequence !== undefined && html` in ${sequence} images`;
  const length = growth.min === growth.max ? plain(growth.max) : `${plain(growth.min)} to ${plain(growth.max)}`;
  return html`Grows <b>${named(templates)}</b> on <b>${recipe.portraits}</b>${images} \u00b7 colours ${named(colours)} \u00b7 length ${plain(growth.before)} \u2192 ${length} \u00b7 ${count(recipe.strands)} strands \u00b7 seed ${recipe.seed}`;
}

function modelsOf({ pack, faceFiles }: GrownModels): ReportSubject['models'] {
  const faces = faceFiles.map(
    ({ role, name, licence, sha256 }) =>
      [`faces: ${role}`, { path: name, licence, source: 'MediaPipe (Google)', sha256 }] as const,
  );
  return {
    about: pack
      ? `Heads are sampled from ${pack.name} ${pack.version}: ${pack.description} Licence of the pack: ${pack.licence}.`
      : 'Faces are photographs that were given; these models read them.',
    files: [...faces, ...(pack ? networksOf(pack) : [])],
  };
}

/** The first few of a list that a recipe may make long. */
function named(all: readonly string[]): string {
  const first = all.slice(0, NAMED).join(', ');
  return all.length > NAMED ? `${first} and ${count(all.length - NAMED)} more` : first;
}
