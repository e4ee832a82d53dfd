/**
 * A dataset of `curate` as rows. Its items come from anywhere, so what they have in common is found out first, in one
 * pass over the records: which have a mask, which tags and scores there are, and in which formats the images are.
 */
import { basename } from 'node:path';
import { DiptychError } from '../../errors.js';
import { type CuratedItem, readCurated, readCuration } from '../curated/reader.js';
import { ROOT_FILES } from '../layout.js';
import { type ExportDataset, type ExportRow, extensionOf, rowKey, rowPrompt } from './row.js';
import { rowTally } from './tally.js';

/** @throws DiptychError E_DATASET when it is not finished, or holds both pairs and single portraits */
export async function openCurated(root: string): Promise<ExportDataset> {
  const { options, sha256 } = await readCuration(root);
  const instruction = `edit the ${options.attribute?.replaceAll('_', ' ') ?? 'face'}`;
  const tally = rowTally();
  for await (const item of readCurated(root)) {
    for (const row of rowsOf(item, instruction)) tally.add(row, (name) => !(name in item.scores));
  }
  if (tally.having('image') > 0 && tally.having('input') > 0) {
    throw new DiptychError(
      'E_DATASET',
      `Expected pairs alone or single portraits alone for ${root} but received both`,
      {
        hint: 'Curate its folders one by one',
      },
    );
  }
  const rows = tally.rows();
  const masks = tally.having('mask');
  const columns = tally.columns();
  const texts = columns.flatMap(({ name, type }) => (type === 'text' ? [name] : []));
  return {
    root,
    origin: { curation: sha256[ROOT_FILES.records] },
    rows,
    images: tally.having('image') > 0 ? ['image'] : ['input', 'output', ...(masks === rows ? (['mask'] as const) : [])],
    mixed: tally.mixed(),
    columns,
    notices: masks > 0 && masks < rows ? [`Masks are left out: ${rows - masks} of ${rows} pairs have none`] : [],
    async *read() {
      for await (const item of readCurated(root)) {
        for (const row of rowsOf(item, instruction)) yield { ...row, values: inType(row.values, texts) };
      }
    },
  };
}

/** Columns that are ours: a tag or score of such a name is left out. */
const OURS = new Set(['edit_prompt', 'prompt', 'id', 'key', 'input_image', 'edited_image', 'mask', 'image']);

/** One row of a portrait, one for each state after the first of a pair. */
function rowsOf({ index, key: source, split, tags, scores, files }: CuratedItem, instruction: string): ExportRow[] {
  const said = Object.entries({ ...scores, ...tags }).filter(([name]) => !OURS.has(name));
  const { image, before, mask } = files;
  const row = (key: string, images: ExportRow['images'], prompt: string | undefined): ExportRow => ({
    key,
    index,
    split,
    prompt: prompt ?? instruction,
    seed: Number.isSafeInteger(tags.seed) ? Number(tags.seed) : undefined,
    images,
    values: {
      ...Object.fromEntries(said),
      ...(prompt !== undefined && { edit_prompt: prompt }),
      id: key,
      key: source,
    },
  });
  const prompt = tags.prompt === undefined ? undefined : String(tags.prompt);
  if (image) return [row(idOf(image.path), { image }, prompt)];
  return Object.entries(files).flatMap(([role, output]) => {
    const isStep = role.startsWith('between/');
    if (!isStep && role !== 'after') return [];
    const step = isStep ? output.path.split('/')[2] : undefined;
    const images = { input: before!, output, ...(mask && { mask }) };
    return [row(rowKey(idOf(output.path), step), images, rowPrompt(prompt ?? instruction, step))];
  });
}

const idOf = (path: string): string => basename(path, `.${extensionOf(path)}`);

/** A tag that is text in one row is text in every row. */
function inType(values: ExportRow['values'], texts: readonly string[]): ExportRow['values'] {
  const changed = texts.filter((name) => typeof values[name] === 'number').map((name) => [name, String(values[name])]);
  return changed.length > 0 ? { ...values, ...Object.fromEntries(changed) } : values;
}
