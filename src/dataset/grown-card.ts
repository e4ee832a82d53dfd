/** The dataset card of grown hair: README.md with the YAML that the Hugging Face Hub reads, then what it is in prose. */
import type { GrowRecipe } from '../grow-recipe.js';
import type { PackManifest } from '../pack/manifest.js';
import { configsOf, licenceOf, percent, sizeCategory, table, yaml, yieldOf } from './card.js';
import { SPLITS } from './splits.js';
import type { DatasetStats } from './stats.js';

/** What a card is a function of. */
export interface GrownCardInput {
  readonly recipe: GrowRecipe;
  /** The pack that heads were sampled from; absent for photographs. */
  readonly pack?: PackManifest | undefined;
  readonly faceFiles: readonly {
    readonly role: string;
    readonly name: string;
    readonly licence: string;
    readonly sha256: string;
  }[];
  readonly stats: DatasetStats;
}

/** Markdown of the card. */
export function renderGrownCard({ recipe, pack, faceFiles, stats }: GrownCardInput): string {
  const splits = SPLITS.filter((split) => stats.splits[split]);
  const header = {
    // Of photographs only their owner knows the licence.
    ...(pack ? licenceOf([pack.licence]) : { license: 'other', license_name: 'that-of-the-portraits' }),
    task_categories: ['image-to-image'],
    tags: ['synthetic', 'faces', 'paired', 'hair'],
    size_categories: [sizeCategory(stats.kept)],
    pretty_name: `${recipe.name} (Diptych)`,
    ...configsOf(splits, (split) => `${split}/**`),
  };
  return [
    `---\n${yaml(header)}---`,
    `# ${recipe.name}`,
    describe(recipe, stats),
    '## How it was made',
    made(recipe, pack),
    '## Models and licences',
    models(pack, faceFiles),
    '## Yield',
    `${stats.tried} pairs were tried and ${stats.kept} kept (${percent(stats.kept, stats.tried)}).`,
    yieldOf(stats),
    '## Intended use and limits',
    LIMITS,
    '## Make it again',
    '`recipe.json` holds every option, and portraits, templates and models by sha256. The same recipe gives the same bytes:',
    '```sh\ndiptych grow --recipe recipe.json --out dataset\n```',
    '',
  ].join('\n\n');
}

const LIMITS = [
  'Meant for training and testing image-to-image models that change hair. Hair is drawn, not photographed; on',
  'photographs, what lay under the person’s own hair is guessed. Scores are measurements of the images, not of people.',
  'Portraits keep the rights and the consent that they came with.',
].join('\n');

function describe(recipe: GrowRecipe, { kept, splits, between }: DatasetStats): string {
  const counts = SPLITS.filter((split) => splits[split]).map((split) => `${splits[split]} ${split}`);
  const columns = [
    ['`input_image`', recipe.growth.before > 0 ? 'short hair' : 'little or no hair'],
    ['`edited_image`', 'the same face wearing a 3D hair template'],
    ['`mask`', 'where the two may differ: hair and its shadow (white)'],
    ...(between.length > 0 ? [['`states`', `before, ${between.join(', ')}, after`]] : []),
    ...(recipe.maps
      ? [
          ['`hair`', 'matte of the hair in `edited_image`, 8 bit'],
          ['`edges`', 'edges of its locks'],
          ['`orientation`', 'direction of its strands, θ · 255 / π, as MichiGAN writes it'],
          ['`labels`', 'classes of CelebAMask-HQ by SEAN’s numbers: hair 13; see the tool’s docs for the others'],
        ]
      : []),
    ['`style`, `colour`, `length`', 'what grew, and its length as a share of the style’s own'],
    ['`edit_prompt`', `the edit as an instruction: “${recipe.prompt}”`],
    ['others', 'scores of the pair, raw; every score of every candidate is in `records.jsonl`'],
  ];
  return [
    `${kept} pairs of face images, before and after hair was grown (${counts.join(', ')}).`,
    table(['column', 'content'], columns),
  ].join('\n\n');
}

function made(recipe: GrowRecipe, pack: PackManifest | undefined): string {
  return [
    pack
      ? `Heads are sampled from a generator (truncation psi ${recipe.psi}).`
      : 'Faces are photographs that were given.',
    recipe.remove ? 'The hair that a head has is taken away first.' : '',
    'A generic head is fitted to the face; hair of a 3D template grows on it, is rendered in the light of the portrait and',
    'fused into it. Outside hair and its shadow the images of a pair are identical. Gates drop pairs that fail.',
    recipe.write.provenance ? 'Each image declares in XMP (`Iptc4xmpExt:DigitalSourceType`) that it is composed.' : '',
  ]
    .filter(Boolean)
    .join('\n');
}

function models(pack: PackManifest | undefined, faceFiles: GrownCardInput['faceFiles']): string {
  const rows = [
    ...(pack ? [[`pack ${pack.name} ${pack.version}`, pack.licence, '']] : []),
    ...faceFiles.map(({ role, name, licence, sha256 }) => [`${role}: ${name}`, licence, `\`${sha256}\``]),
  ];
  return rows.length > 0 ? table(['model', 'licence', 'sha256'], rows) : 'No model was used.';
}
