/** The reference of curation: metrics, profiles, options and layouts, as the code declares them. */
import { code, interval, table } from './markdown.js';

const INTRO = `# Curation: what is measured, and what decides

Made by \`npm run docs\` from the code. \`docs/curation.md\` says how well it works.

Scores are stored raw. Of a pair, each image metric is the worst of its images. A gate has the name of its metric;
\`--gate name=min..max\` sets one, \`--gate name=off\` turns one off, \`--profile\` chooses the set to start from. A metric
that was not measured does not drop anything, and the run says which gates were off for that. With \`--align\` images are
measured as they are cropped, the pose as it was found. New splits are drawn by a hash of each identity or cluster, so the
shares are met on average, and an item stays where it is when others are added.`;

/** Range of a metric as it is written. @param {readonly [number, number]} range */
const range = ([low, high]) => `${Number.isFinite(low) ? low : '−∞'} … ${Number.isFinite(high) ? high : '∞'}`;

/**
 * @param {{ curationMetrics: Function, PROFILES: Record<string, Record<string, any>>, SOURCE_FORMATS: Record<string, string>,
 *   TROUBLES: readonly string[], KEEPER_RULE: string, curateOptionsSchema: any, manifest: any }} sources
 */
export function curationPage({
  curationMetrics,
  PROFILES,
  SOURCE_FORMATS,
  TROUBLES,
  KEEPER_RULE,
  curateOptionsSchema,
  manifest,
}) {
  const metrics = curationMetrics(manifest, { faces: true, align: 'ffhq', attribute: undefined });
  const rows = metrics.map(({ name, unit, direction, range: span, describe }) => [
    code(name),
    unit,
    direction === 'none' ? '' : direction,
    range(span),
    ...['portrait', 'pairs', 'strict'].map((profile) => interval(PROFILES[profile][name])),
    describe,
  ]);
  const options = Object.entries(curateOptionsSchema.shape).map(([name, schema]) => {
    const given = schema.safeParse(undefined);
    return [code(name), given.success && given.data !== undefined ? code(given.data) : '', schema.description ?? ''];
  });
  return [
    INTRO,
    '## Metrics and profiles',
    'The profile is `portrait` for single images and `pairs` for pairs; `none` gates nothing. The metrics of the pack are those of `heads`.',
    table(['Metric and gate', 'Unit', 'Better', 'Range', 'portrait', 'pairs', 'strict', 'What it measures'], rows),
    '## Options',
    'As `curation.json` records them; the flags are in `diptych curate --help`.',
    table(['Key', 'Default', 'Meaning'], options),
    '## Layouts',
    table(
      ['`--format`', 'What is read'],
      Object.entries(SOURCE_FORMATS).map(([name, what]) => [code(name), what]),
    ),
    '## Reasons for which an item is not measured',
    `${TROUBLES.map(code).join(', ')}.`,
    '## Duplicates',
    KEEPER_RULE,
    '',
  ].join('\n\n');
}
