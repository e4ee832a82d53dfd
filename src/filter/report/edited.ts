/** What the report says of a dataset of `generate`. */
import type { PackFile, PackManifest } from '../../pack/manifest.js';
import type { Recipe } from '../../recipe.js';
import { move, plain } from './format.js';
import { worstDrift } from './key-scores.js';
import { html, type Markup } from './markup.js';
import { networksOf } from './networks.js';
import type { ReportSubject } from './types.js';
import { wordsFor } from './wording.js';

/** From the resolved recipe and the pack that it names. */
export function editedSubject(recipe: Recipe, manifest: PackManifest): ReportSubject {
  const { name, version, description, licence } = manifest;
  return {
    name: recipe.name,
    prompt: recipe.prompt,
    line: recipeLine(recipe, manifest),
    wanted: recipe.count,
    figures: [
      {
        name: 'Identity',
        meaning: 'mean likeness of the two faces; 1 is the same',
        of: ({ scores }) => scores.identity,
      },
      {
        name: 'Drift',
        meaning: 'mean of the largest off-target change; 0 is none',
        of: (record) => worstDrift(record)?.value,
      },
    ],
    attribute: recipe.edit.attribute,
    strength: { name: 'strength', unit: 'W', text: move },
    made: [],
    maps: [],
    words: wordsFor(manifest, recipe.edit.attribute),
    recipe: {
      about: 'The dataset is a function of this: the same recipe with the same pack gives the same files.',
      json: recipe,
    },
    models: {
      about: `${name} ${version}: ${description} Licence of the pack: ${licence}.`,
      files: filesOf(recipe, manifest),
    },
  };
}

function recipeLine(recipe: Recipe, manifest: PackManifest): Markup {
  const { edit } = recipe;
  const states = edit.between.length > 0 && html` in ${2 + edit.between.length} states`;
  const strength = edit.strength === 'search' ? 'strength searched' : `strength ${plain(edit.strength)} W`;
  const what = edit.attribute === undefined ? 'the face' : html`<b>${edit.attribute}</b>`;
  return html`Moves ${what} along direction <b>${edit.direction}</b>${states} \u00b7 ${strength} \u00b7 pack ${manifest.name} ${manifest.version}, ${manifest.generator.resolution} px \u00b7 psi ${plain(recipe.psi)} \u00b7 seed ${recipe.seed}`;
}

/** Files of the pack that had a part in the dataset: of its directions, the one moved along and those projected out. */
function filesOf(recipe: Recipe, manifest: PackManifest): (readonly [string, PackFile])[] {
  const used = new Set([recipe.edit.direction, ...recipe.edit.given]);
  const directions = manifest.directions.filter((d) => used.has(d.name));
  return [...networksOf(manifest), ...directions.map((d) => [`direction ${d.name}`, d.file] as const)];
}
