/**
 * Hugging Face imagefolder: `metadata.jsonl` or `metadata.csv` beside or above the images that it names, in columns
 * `file_name` and `<name>_file_name` (datasets, folder_based_builder.py). Splits are top folders. What we generate is
 * of this form too. Images in folders without metadata are single items.
 */
import { join } from 'node:path';
import { type Draft, type Layout, singleDraft, troubleDraft } from './draft.js';
import { enterFolder, listFolder, loopTrouble, type Place } from './folder.js';
import { itemOfRow, type MetadataRow } from './imagefolder-row.js';
import { keySet, uniqueKey } from './keys.js';
import { cutExtension, joinPath, mayBeImage, splitOfPath } from './names.js';
import type { Beginnings } from './pair-folders.js';
import { isFile, presentPair } from './present.js';
import { faultOf } from './ref.js';
import { csvRows, textLines } from './rows-of-text.js';
import { parseObject } from './tags.js';

const METADATA_FILES = ['metadata.jsonl', 'metadata.csv'];

/** Finds metadata at the root or in a split's folder; undefined where there is none. */
export async function findImageFolder(root: string, starts: Beginnings): Promise<Layout | undefined> {
  for (const { place } of starts) {
    if ((await metadataIn(root, place)).length > 0) return openImageFolder(root, starts[0].place);
  }
  return undefined;
}

/** Reads by the metadata of whatever folder has some. */
export function openImageFolder(root: string, place: Place): Layout {
  return {
    describe: `imagefolder: items as ${METADATA_FILES.join(' or ')} names them`,
    drafts: () => readFolder(root, place),
  };
}

async function* readFolder(root: string, place: Place): AsyncGenerator<Draft> {
  const [metadata, ...surplus] = await metadataIn(root, place);
  if (metadata !== undefined) {
    for (const name of surplus) {
      const path = joinPath(place.path, name);
      yield troubleDraft('single', path, 'bad_metadata', `${path} is not read, because ${metadata} lies beside it`);
    }
    yield* readMetadata(root, place, metadata);
    return;
  }
  const { files, folders, linked, loops, trouble } = await listFolder(root, place, mayBeImage);
  if (trouble) yield troubleDraft('single', `${place.path}/`, trouble.reason, trouble.detail);
  const seen = keySet();
  // Files before folders: their keys hold no `/` beyond the folder's, so none of a folder inside can be the same.
  for (const name of [...files].sort()) {
    const path = joinPath(place.path, name);
    const stem = cutExtension(path)[0];
    const key = seen.add(stem) ? stem : uniqueKey(seen, path, 2);
    yield singleDraft({ role: 'image', path }, { key, split: splitOfPath(path) });
  }
  for (const name of [...loops].sort()) {
    const { reason, detail } = loopTrouble(joinPath(place.path, name));
    yield troubleDraft('single', `${joinPath(place.path, name)}/`, reason, detail);
  }
  for (const name of [...folders].sort()) {
    const inside = await enterFolder(root, place, name, linked.has(name));
    if ('reason' in inside)
      yield troubleDraft('single', `${joinPath(place.path, name)}/`, inside.reason, inside.detail);
    else yield* readFolder(root, inside);
  }
}

async function metadataIn(root: string, place: Place): Promise<string[]> {
  const there = await Promise.all(METADATA_FILES.map((name) => isFile(root, joinPath(place.path, name))));
  return METADATA_FILES.filter((_, i) => there[i]);
}

/** The items of one file of metadata, in its order. */
async function* readMetadata(root: string, place: Place, name: string): AsyncGenerator<Draft> {
  const path = joinPath(place.path, name);
  const seen = keySet();
  let kind: Draft['kind'] = 'single';
  const bad = (number: number, fault: string): Draft =>
    troubleDraft(kind, `${path}#${number}`, 'bad_metadata', `${path}, row ${number}, ${fault}`);
  try {
    for await (const row of name.endsWith('.csv') ? csvObjects(join(root, path)) : jsonObjects(join(root, path))) {
      if (row.fault !== undefined) {
        yield bad(row.number, row.fault);
        continue;
      }
      const item = itemOfRow(place.path, row.values);
      if (typeof item === 'string') {
        yield bad(row.number, item);
        continue;
      }
      const { images, split, tags } = item;
      const key = uniqueKey(seen, cutExtension(images[0]!.path)[0], row.number);
      kind = item.kind;
      if (kind === 'pair') yield await presentPair(root, images, { key, split, tags });
      else yield singleDraft(images[0]!, { key, split, tags });
    }
  } catch (error) {
    const fault = faultOf(error);
    if (fault === undefined) throw error;
    yield troubleDraft(kind, path, 'bad_metadata', `${path} ${fault}`);
  }
}

async function* jsonObjects(path: string): AsyncGenerator<MetadataRow> {
  for await (const row of textLines(path)) {
    const values = row.fault === undefined ? parseObject(row.text) : undefined;
    if (values) yield { number: row.number, values };
    else yield { number: row.number, fault: row.fault ?? 'is no JSON object' };
  }
}

/** CSV has no types: a cell is a number where the number is written like the cell. */
async function* csvObjects(path: string): AsyncGenerator<MetadataRow> {
  let header: readonly string[] | undefined;
  for await (const row of csvRows(path)) {
    if (row.fault !== undefined) yield { number: row.number, fault: row.fault };
    else if (!header) header = row.cells;
    else if (row.cells.length !== header.length) {
      yield { number: row.number, fault: `has ${row.cells.length} cells under ${header.length} columns` };
    } else {
      const cells = row.cells.map(
        (cell, i) => [header![i]!, String(Number(cell)) === cell ? Number(cell) : cell] as const,
      );
      yield { number: row.number, values: Object.fromEntries(cells.filter(([, cell]) => cell !== '')) };
    }
  }
}
