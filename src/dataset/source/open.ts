/** Opens a dataset that exists, in whatever layout. */
import { stat } from 'node:fs/promises';
import { DiptychError } from '../../errors.js';
import type { Item } from '../../item.js';
import type { Layout } from './draft.js';
import { rootPlace } from './folder.js';
import { SOURCE_FORMAT_NAMES, SOURCE_FORMATS, type SourceFormat } from './formats.js';
import { openAs, type Recognised, recognise } from './recognise.js';
import { faultOf } from './ref.js';

/** A dataset that can be read. */
export interface Source {
  readonly format: SourceFormat;
  /** One line for a person: what is read as what. */
  readonly describe: string;
  /** Every item, counted from 0, in an order that depends on the names alone. May be called again. */
  items(): AsyncIterable<Item>;
}

/**
 * Opens the dataset in a folder. No image is opened but for the headers of the first 64, where names do not tell the
 * layout. Memory holds the names of the folders on the way down, never all items.
 *
 * @throws DiptychError E_DATASET for no folder, no item in it, a layout that it does not have, or several that it may have
 */
export async function openSource(root: string, options: { format?: SourceFormat | 'auto' } = {}): Promise<Source> {
  const { format = 'auto' } = options;
  await checkFolder(root);
  const place = await rootPlace(root);
  const { format: found, layout } =
    format === 'auto' ? await recognise(root, place) : asked(format, root, await openAs(format, root, place));
  const items = () => counted(root, layout);
  if (await isEmpty(items())) throw nothing(`${root} (read as ${found})`);
  return { format: found, describe: layout.describe, items };
}

async function* counted(root: string, layout: Layout): AsyncGenerator<Item> {
  let index = 0;
  try {
    for await (const draft of layout.drafts()) yield { index: index++, ...draft };
  } catch (cause) {
    const fault = faultOf(cause);
    if (fault === undefined) throw cause;
    const { path } = cause as NodeJS.ErrnoException;
    throw new DiptychError('E_DATASET', `Expected a dataset that can be read for ${root} but ${path} ${fault}`, {
      cause,
    });
  }
}

async function isEmpty(items: AsyncIterable<Item>): Promise<boolean> {
  for await (const _ of items) return false;
  return true;
}

function asked(format: SourceFormat, root: string, layout: Layout | undefined): Recognised {
  if (layout) return { format, layout };
  throw new DiptychError('E_DATASET', `Expected ${SOURCE_FORMATS[format]} for ${root} but received none of it`, {
    hint: 'Leave out --format to have the layout recognised',
  });
}

async function checkFolder(root: string): Promise<void> {
  const stats = await stat(root).catch((cause: NodeJS.ErrnoException) => {
    throw new DiptychError(
      'E_DATASET',
      `Expected a folder with a dataset for ${root} but received none (${cause.code})`,
      { cause },
    );
  });
  if (stats.isDirectory()) return;
  throw new DiptychError('E_DATASET', `Expected a folder with a dataset for ${root} but received a file`, {
    hint: 'Give the folder that holds it',
  });
}

function nothing(what: string): DiptychError {
  const known = SOURCE_FORMAT_NAMES.map((name) => `${name} (${SOURCE_FORMATS[name]})`).join('; ');
  return new DiptychError('E_DATASET', `Expected images for ${what} but received none`, {
    hint: `Known layouts: ${known}`,
  });
}
