/** The reference of recipes as Markdown, from the schema, the presets and the metrics themselves. */
import { z } from 'zod';
import { FLAGS, RECIPE_ONLY } from './flags.js';
import { GATE_HEAD, gateRows } from './gates.js';
import { KEY_HEAD, keyRows } from './keys.js';
import { code, interval, table } from './markdown.js';

const EXAMPLE = `attribute: age # start from a preset; everything below lies over it
count: 1000
seed: 7
psi: 0.8
edit:
  before: { max: 30 }
  after: { min: 60 }
  given: [gender, smile]
gates:
  identity: { min: 0.5 }
  spots: false
write:
  format: webp
  validation: 0.1
  test: 0`;

/**
 * @param {object} sources Exports of src/recipe.ts, src/presets.ts and src/filter.
 * @returns {string} Markdown
 */
export function recipePage(sources) {
  const { recipeSchema, PRESET_NAMES, presetOf } = sources;
  const schema = z.toJSONSchema(recipeSchema, { io: 'input' });
  const presets = PRESET_NAMES.map((name) => presetRow(name, presetOf(name)));
  const only = Object.entries(RECIPE_ONLY).map(([key, why]) => [code(key), why]);
  return [
    '<!-- Written by docs/make-recipe.js (npm run docs). Edit the schema, not this page. -->',
    '# Recipes',
    'A dataset is a function of its recipe: same recipe, same bytes. A recipe is a YAML or JSON file with the keys below, given as `diptych generate --recipe file.yaml`. Defaults give way to a preset, a preset to the recipe file, and the file to flags; objects are merged key by key, and everything else, lists included, is replaced. The recipe with every key resolved is written into the dataset.',
    `\`\`\`yaml\n${EXAMPLE}\n\`\`\``,
    '`attribute` is no key of the resolved recipe: it names the preset to start from, as `--attribute` does. Without it, `name`, `prompt` and `edit` have to be given.',
    '## Keys',
    table(KEY_HEAD, keyRows(schema, FLAGS)),
    '`{min, max}` is an accepted interval; a missing end is open. A key without a flag is set in a recipe file. Of the keys at the top, these have no flag:',
    table(['Key', 'Why'], only),
    '## Presets',
    'Targets are in the units that the pack declares for the score: years for age, degrees for yaw, 0 to 1 for the rest.',
    table(
      ['Preset', 'Direction', 'Score', 'Before', 'Between', 'After', 'Kept from before', 'Gates off', 'Prompt'],
      presets,
    ),
    '## Metrics and gates',
    'Every metric is measured raw on every pair that reached its target, and recorded whether or not it is gated; of a pair that missed it, the target alone. A gate is an accepted interval of the metric of its name; `gates` replaces a default, adds a gate to a metric that has none, or turns one off with `false`. A metric whose network the pack lacks is absent, and its gate is not applied.',
    table(GATE_HEAD, gateRows(sources)),
    '`drift.…` is one metric for each attribute of the pack that the edit does not aim at; attributes with a dot in their name, such as `hair_colour.blond`, are one distribution and drift together, by total variation. `span` is the width of an attribute’s usual range, as the pack declares it.',
  ]
    .join('\n\n')
    .concat('\n');
}

function presetRow(name, { prompt, edit, fuse, gates = {} }) {
  const off = Object.keys(gates).filter((gate) => gates[gate] === false);
  return [
    code(name),
    code(edit.direction),
    code(edit.attribute),
    interval(edit.before),
    (edit.between ?? []).map((step) => interval(step.target)).join(', '),
    edit.swap ? `${interval(edit.after)}, or the other way` : interval(edit.after),
    (fuse?.keep ?? []).join(', '),
    off.map(code).join(', '),
    prompt,
  ];
}
