/** README.md of a clean dataset: the YAML that the Hugging Face Hub reads, then what was kept, by what rule, and of what. */
import type { Band } from '../../pair.js';
import { configsOf, percent, sizeCategory, table, yaml } from '../card.js';
import { SPLITS, type Split } from '../splits.js';

/** What a card is a function of. */
export interface CurationCardInput {
  readonly input: { readonly name: string; readonly format: string; readonly describe: string };
  readonly options: { readonly profile: string; readonly align: string; readonly seed: number };
  readonly models: readonly {
    readonly role: string;
    readonly name: string;
    readonly licence: string;
    readonly sha256: string;
  }[];
  readonly items: number;
  readonly kept: number;
  readonly kind: string;
  readonly splits: Readonly<Partial<Record<Split, number>>>;
  readonly troubles: Readonly<Record<string, number>>;
  readonly duplicates: {
    readonly exact: number;
    readonly near: number;
    readonly identity: number;
    readonly clusters: number;
    readonly leaks: number;
  };
  readonly keeperRule: string;
  readonly gates: readonly {
    readonly gate: string;
    readonly tried: number;
    readonly dropped: number;
    readonly wouldDrop: number;
    readonly band?: Band | undefined;
  }[];
  readonly notices: readonly string[];
}

/** Markdown of the card. Licences of the images are the input's: nothing is known of them here. */
export function renderCurationCard(given: CurationCardInput): string {
  const { input, options, items, kept, splits, troubles, duplicates, notices } = given;
  const present = SPLITS.filter((split) => splits[split]);
  const header = {
    license: 'other',
    license_name: 'as-the-source',
    task_categories: [given.kind === 'single' ? 'unconditional-image-generation' : 'image-to-image'],
    tags: ['faces', 'curated'],
    size_categories: [sizeCategory(kept)],
    pretty_name: `${input.name}, curated (Diptych)`,
    ...configsOf(present, (split) => `${split}/**`),
  };
  const trouble = Object.entries(troubles);
  const { exact, near, identity, clusters, leaks } = duplicates;
  return [
    `---\n${yaml(header)}---`,
    `# ${input.name}, curated`,
    `${kept} of ${items} items (${percent(kept, items)}) of \`${input.name}\`, read as ${input.describe}.`,
    `The images are those of the source, under its licence${options.align === 'none' ? '' : ', cropped as FFHQ crops faces'}.`,
    ...(notices.length > 0 ? ['## What was not measured', notices.map((notice) => `- ${notice}`).join('\n')] : []),
    '## What was dropped',
    `Profile \`${options.profile}\`, seed ${options.seed}. The first failed gate is the reason of a drop.`,
    given.gates.length > 0 ? gatesOf(given) : 'No gate was set.',
    ...(trouble.length > 0
      ? [
          'Items that could not be measured:',
          table(
            ['reason', 'items'],
            trouble.map(([reason, count]) => [reason, String(count)]),
          ),
        ]
      : []),
    '## Duplicates',
    `${exact} exact, ${near} near and ${identity} of one identity, in ${clusters} clusters; ${leaks} items repeat one of another split.`,
    given.keeperRule,
    '## Models and licences',
    given.models.length > 0
      ? table(
          ['model', 'file', 'licence', 'sha256'],
          given.models.map(({ role, name, licence, sha256 }) => [role, name, licence, sha256 && `\`${sha256}\``]),
        )
      : 'None was asked.',
    '## Files',
    FILES,
    '',
  ].join('\n\n');
}

const FILES = table(
  ['file', 'content'],
  [
    ['`records.jsonl`', 'every item of the source, kept or dropped: scores, failed gates, duplicates, files'],
    ['`measurements.jsonl`', 'what was measured; deciding again with other gates reads it'],
    ['`curation.json`', 'options, models by sha256, and the counts above'],
    ['`report.html`', 'the same to look at'],
  ],
);

function gatesOf({ gates }: CurationCardInput): string {
  const bandOf = (band: Band | undefined): string => (band ? `${band.min ?? ''}..${band.max ?? ''}` : '');
  return table(
    ['gate', 'accepted', 'seen', 'failed', 'decided'],
    gates.map(({ gate, band, tried, wouldDrop, dropped }) => [
      gate,
      bandOf(band),
      String(tried),
      `${wouldDrop} (${percent(wouldDrop, tried)})`,
      String(dropped),
    ]),
  );
}
