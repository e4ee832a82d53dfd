/** The reference of grown hair as Markdown: keys of the recipe, styles, colours, metrics and gates. */
import { z } from 'zod';
import { GROW_FLAGS } from './flags.js';
import { KEY_HEAD, keyRows } from './keys.js';
import { code, interval, table } from './markdown.js';

/**
 * @param {object} sources `growRecipeSchema`, STYLES, HAIR_COLOURS, GROWN_METRICS and GROWN_BANDS.
 * @returns {string} Markdown
 */
export function hairPage({ growRecipeSchema, STYLES, HAIR_COLOURS, GROWN_METRICS, GROWN_BANDS }) {
  const schema = z.toJSONSchema(growRecipeSchema, { io: 'input' });
  return [
    '<!-- Written by docs/make.js (npm run docs). Edit the code that it describes, not this page. -->',
    '# Growing hair: reference',
    'A recipe is a YAML or JSON file with the keys below, given as `diptych grow --recipe file.yaml`; flags lie over it. The recipe with every key resolved is written into the dataset.',
    '## Keys',
    table(KEY_HEAD, keyRows(schema, GROW_FLAGS)),
    '## Styles',
    'Lengths are of growth 1, in cm, at the longest place. Any style is there at any length on the way to it (`growth`).',
    table(['Style', 'Grows on', 'Length, cm'], STYLES.map(styleRow)),
    '## Colours',
    `${HAIR_COLOURS.map(code).join(', ')}; \`natural\` stands for all of them, \`match\` for the portrait’s own, and the path of a photograph for the hair on it.`,
    '## Metrics and gates',
    'Measured raw on every pair and recorded; a gate is the accepted interval of the metric of its name. `gates` replaces a default or turns one off with `false`. A portrait that cannot be used is dropped by `unreadable`, `faces` (none, or several), `hair_left` (a sampled head that does not become bald), `fit` (too small, turned too far, or not a head), `hair_unknown` or `hat` (something on the head is neither hair nor skin) before anything is drawn.',
    table(
      ['Metric and gate', 'Unit', 'Default gate', 'What it measures'],
      GROWN_METRICS.map((m) => metricRow(m, GROWN_BANDS)),
    ),
  ]
    .join('\n\n')
    .concat('\n');
}

function styleRow({ name, scalp, beard, brow }) {
  const regions = Object.entries({ scalp, beard, brows: brow }).flatMap(([region, grows]) => (grows ? [region] : []));
  const lengths = [scalp?.length, beard?.length, brow && { all: brow.length }].flatMap((all) =>
    Object.values(all ?? {}),
  );
  return [code(name), regions.join(', '), String(Math.max(...lengths))];
}

function metricRow({ name, unit, describe }, bands) {
  return [code(name), unit, interval(bands[name]) || 'none', describe];
}
