/**
 * The dataset card: README.md with the YAML that the Hugging Face Hub reads (hub-docs, datasetcard.md), then in prose
 * what the dataset is, what made it, under which licences, and how to make it again.
 */
import { stringify } from 'yaml';
import type { PackFile, PackManifest } from '../pack/manifest.js';
import type { Recipe } from '../recipe.js';
import { SPLITS, type Split } from './splits.js';
import type { DatasetStats } from './stats.js';

/** What a card is a function of. */
export interface CardInput {
  readonly recipe: Recipe;
  readonly manifest: PackManifest;
  readonly stats: DatasetStats;
  /** What is off because the pack lacks the network that it needs, in one sentence. */
  readonly lacking?: string | undefined;
}

/** Markdown of the card. */
export function renderCard({ recipe, manifest, stats, lacking }: CardInput): string {
  const splits = SPLITS.filter((split) => stats.splits[split]);
  const models = modelsOf(manifest, recipe);
  const header = {
    ...licenceOf([manifest.licence, ...models.map(({ file }) => file.licence)]),
    task_categories: ['image-to-image'],
    tags: ['synthetic', 'faces', 'paired', 'image-editing'],
    size_categories: [sizeCategory(stats.kept)],
    pretty_name: `${recipe.name} (Diptych)`,
    ...configsOf(splits, (split) => `${split}/**`),
  };
  return [
    `---\n${yaml(header)}---`,
    `# ${recipe.name}`,
    describe(recipe, stats),
    '## How it was made',
    made(recipe, manifest),
    '## Models and licences',
    `Pack \`${manifest.name}\` ${manifest.version}: ${manifest.description}. Licence: ${manifest.licence}.`,
    table(
      ['model', 'licence', 'source', 'sha256'],
      models.map(({ role, file }) => [role, file.licence, file.source, `\`${file.sha256}\``]),
    ),
    '## Yield',
    `${stats.tried} candidates were tried and ${stats.kept} kept (${percent(stats.kept, stats.tried)}).`,
    stats.gates.length > 0 ? yieldOf(stats) : 'No gate was set.',
    ...(lacking === undefined ? [] : [lacking]),
    '## Intended use and limits',
    LIMITS,
    '## Make it again',
    REPRODUCE,
    '',
  ].join('\n\n');
}

/**
 * The card of an export: the same text, with `configs` that point at the export's own files.
 *
 * @param files Data files of a split, as a glob from the export's root.
 */
export function recardForExport(card: string, splits: readonly Split[], files: (split: Split) => string): string {
  const start = card.indexOf('\nconfigs:\n') + 1;
  const end = card.indexOf('\n---', start) + 1;
  return start > 0 && end > 0 ? card.slice(0, start) + yaml(configsOf(splits, files)) + card.slice(end) : card;
}

const REPRODUCE = [
  '`recipe.json` holds every option, and the models by sha256. The same recipe gives the same bytes:',
  '```sh\ndiptych generate --recipe recipe.json --out dataset\n```',
].join('\n\n');

const LIMITS = [
  'Meant for training and testing image-to-image models that edit faces. Every image is synthetic: no face is meant',
  'to be that of a person. The images carry the biases of the models above, which decide who is drawn, what counts',
  'as the edit, and which pairs are kept; scores are the estimates of those models, not measurements. Do not use the',
  'pairs to infer attributes of real people, or as evidence of how real people change.',
].join('\n');

function describe(recipe: Recipe, { kept, splits, between }: DatasetStats): string {
  const counts = SPLITS.filter((split) => splits[split]).map((split) => `${splits[split]} ${split}`);
  const columns = [
    ['`input_image`', 'before the edit'],
    ['`edited_image`', 'after the edit'],
    ['`mask`', 'where the edit could change pixels (white)'],
    ...(between.length > 0 ? [['`states`', `before, ${between.join(', ')}, after`]] : []),
    ['`edit_prompt`', `the edit as an instruction: “${recipe.prompt}”`],
    ['`id`, `seed`', 'candidate index and seed of the sample'],
    ['others', 'scores of the pair, raw; every score of every candidate is in `records.jsonl`'],
  ];
  return [
    `${kept} pairs of synthetic face images, before and after one edit: *${recipe.prompt}* (${counts.join(', ')}).`,
    table(['column', 'content'], columns),
  ].join('\n\n');
}

function made(recipe: Recipe, manifest: PackManifest): string {
  const { edit, fuse, write } = recipe;
  const { resolution } = manifest.generator;
  const lossless = write.format === 'jpeg' ? 'JPEG of quality 95, 4:4:4' : `lossless ${write.format.toUpperCase()}`;
  return [
    `Faces of ${resolution}×${resolution} px are sampled from a generator (truncation psi ${recipe.psi}) and moved in`,
    `its latent space along \`${edit.direction}\` ${aim(edit)}.`,
    fuse.enabled ? 'What the edit should not touch is then taken from the image before it.' : '',
    `Gates drop pairs that fail. Images are ${lossless}; masks are PNG.`,
    write.provenance ? 'Each image declares in XMP (`Iptc4xmpExt:DigitalSourceType`) that a model made it.' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

/** How far an edit goes. */
function aim({ attribute, strength }: Recipe['edit']): string {
  if (attribute !== undefined) return `until the score \`${attribute}\` reaches its target`;
  return `by ${strength} in units of W`;
}

/** Every network and direction that touched a pair. */
function modelsOf(manifest: PackManifest, { edit }: Recipe): { role: string; file: PackFile }[] {
  const { generator, scorers, directions } = manifest;
  const used = new Set([edit.direction, ...edit.given]);
  return [
    { role: 'mapping', file: generator.mapping },
    { role: 'synthesis', file: generator.synthesis },
    ...(generator.discriminator ? [{ role: 'discriminator', file: generator.discriminator }] : []),
    ...Object.entries(scorers).flatMap(([role, scorer]) => (scorer ? [{ role, file: scorer.file }] : [])),
    ...directions.flatMap(({ name, file }) => (used.has(name) ? [{ role: `direction ${name}`, file }] : [])),
  ];
}

/** Licence identifiers of the Hub that packs are likely to have. */
const HUB_LICENCES = /^(mit|apache-2\.0|bsd-[23]-clause|cc0-1\.0|cc-by(-nc)?(-sa|-nd)?-[234]\.0|openrail|unlicense)$/;

/** One licence if all agree and the Hub knows it; otherwise the reader is sent to the table. */
export function licenceOf(licences: readonly string[]): Record<string, string> {
  const [first, ...others] = [...new Set(licences.map((licence) => licence.toLowerCase()))];
  if (others.length === 0 && HUB_LICENCES.test(first!)) return { license: first! };
  return { license: 'other', license_name: 'licences-of-the-models', license_link: 'README.md#models-and-licences' };
}

export function configsOf(splits: readonly Split[], files: (split: Split) => string): Record<string, unknown> {
  return {
    configs: [{ config_name: 'default', data_files: splits.map((split) => ({ split, path: files(split) })) }],
  };
}

/** Bucket of the Hub's `size_categories`. */
export function sizeCategory(count: number): string {
  const bounds = [1e3, 1e4, 1e5, 1e6, 1e7];
  const names = ['n<1K', '1K<n<10K', '10K<n<100K', '100K<n<1M', '1M<n<10M', '10M<n<100M'];
  return names[bounds.filter((bound) => count >= bound).length]!;
}

export function yieldOf({ gates }: DatasetStats): string {
  return table(
    ['gate', 'seen', 'failed', 'decided'],
    gates.map(({ gate, tried, wouldDrop, dropped }) => [
      gate,
      String(tried),
      `${wouldDrop} (${percent(wouldDrop, tried)})`,
      String(dropped),
    ]),
  );
}

export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

export const yaml = (value: unknown): string => stringify(value, { lineWidth: 0 });
export const percent = (part: number, whole: number): string =>
  `${whole > 0 ? ((100 * part) / whole).toFixed(1) : '0.0'} %`;
