/** Where the files of a dataset lie. Paths are relative to its root and always use `/`. */
import { DiptychError } from '../errors.js';
import type { ImageFormat } from '../image/codec.js';
import { pairId } from '../pair.js';
import type { Split } from './splits.js';

/** Files at the root of a dataset. */
export const ROOT_FILES = {
  recipe: 'recipe.json',
  journal: 'journal.jsonl',
  records: 'records.jsonl',
  card: 'README.md',
  stats: 'stats.json',
  report: 'report.html',
  dropped: 'dropped',
  measurements: 'measurements.jsonl',
  measuring: 'measuring.json',
  curation: 'curation.json',
} as const;

/** Name of the measurements of one shard of a curation. */
export const SHARD_LOG = /^measurements-(\d+)-of-(\d+)\.jsonl$/;

/** Metadata of a split, beside its image folders: Hugging Face reads paths relative to it. */
export const METADATA = 'metadata.jsonl';

const EXTENSIONS: Readonly<Record<ImageFormat, string>> = { png: 'png', webp: 'webp', jpeg: 'jpg' };

/** The Hub and common file systems slow down beyond some thousand entries a folder. */
const FILES_PER_FOLDER = 1000;

/** Maps of a grown pair beside its images, each a PNG of one channel, for students that are guided by masks. */
export const MAPS = ['hair', 'edges', 'orientation', 'labels'] as const;
export type MapName = (typeof MAPS)[number];

const RESERVED: readonly string[] = ['before', 'after', 'mask', ...MAPS];

/**
 * Paths of a pair's files by name: `before`, the labels of the steps between, `after`, `mask`, and its maps.
 *
 * All four have one file name, so tools that pair folders by sorted names agree:
 * `train/before/000/000000012.png`, `train/between/age-25/000/000000012.png`, ….
 */
export function pathsOf(
  split: Split,
  index: number,
  between: readonly string[],
  format: ImageFormat,
  maps: readonly MapName[] = [],
): Record<string, string> {
  for (const label of between) checkLabel(label, between);
  const folder = String(Math.floor(index / FILES_PER_FOLDER)).padStart(3, '0');
  const place = (kind: string, extension: string): string => `${split}/${kind}/${folder}/${pairId(index)}.${extension}`;
  const extension = EXTENSIONS[format];
  return {
    before: place('before', extension),
    ...Object.fromEntries(between.map((label) => [label, place(`between/${label}`, extension)])),
    after: place('after', extension),
    mask: place('mask', 'png'),
    ...Object.fromEntries(maps.map((name) => [name, place(name, 'png')])),
  };
}

/** Labels become folders and parts of keys, where a dot would cut the key. */
function checkLabel(label: string, all: readonly string[]): void {
  const plain = /^[A-Za-z0-9][A-Za-z0-9_-]*$/.test(label) && !RESERVED.includes(label);
  if (plain && all.indexOf(label) === all.lastIndexOf(label)) return;
  throw new DiptychError(
    'E_RECIPE',
    `Expected different labels of letters, digits, - and _ for edit.between but received "${label}"`,
    { hint: `Rename the step; ${RESERVED.join(', ')} are taken` },
  );
}
