/**
 * Finds out the layout of a dataset, from what is certain to what is likely:
 *
 * 1. our own, which says so: records, or the mark of an export;
 * 2. files that list the items: `seeds.json`, `metadata.jsonl`, `metadata.csv`. They explain the folders beside them;
 * 3. names of folders and tars;
 * 4. endings and shape of the first images.
 *
 * Where two answers are as good, none is taken: the error asks for `--format`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DiptychError } from '../../errors.js';
import { MARK } from '../export/folder.js';
import { findAbFolders, findEndings, openEndings } from './ab-folders.js';
import { findDiptych } from './diptych.js';
import type { Layout } from './draft.js';
import type { Place } from './folder.js';
import { SOURCE_FORMAT_NAMES, SOURCE_FORMATS, type SourceFormat } from './formats.js';
import { findImageFolder, openImageFolder } from './imagefolder.js';
import { findInstructPix2pix } from './instruct-pix2pix.js';
import { beginnings } from './pair-folders.js';
import { openPix2pix } from './pix2pix.js';
import { findPix2pixHd } from './pix2pixhd.js';
import { openPortraits } from './portraits.js';
import { isFile } from './present.js';
import { SAMPLE_SIZE, samplePaths, shareOfDoubles } from './sample.js';
import { parseObject } from './tags.js';
import { findWebDataset, openWebDataset } from './webdataset.js';

/** A layout by its name. */
export interface Recognised {
  readonly format: SourceFormat;
  readonly layout: Layout;
}

/** Opens a dataset as the format that the user named; undefined where it has no such form. */
export async function openAs(format: SourceFormat, root: string, place: Place): Promise<Layout | undefined> {
  switch (format) {
    case 'diptych':
      return findDiptych(root);
    case 'instruct-pix2pix':
      return findInstructPix2pix(root);
    case 'pix2pixhd':
      return findPix2pixHd(root, await beginnings(root, place));
    case 'ab-folders': {
      const layout = await findAbFolders(root, await beginnings(root, place));
      if (layout) return layout;
      const endings = findEndings(await samplePaths(root, place));
      return endings && openEndings(root, place, endings);
    }
    case 'imagefolder':
      return openImageFolder(root, place);
    case 'webdataset':
      return openWebDataset(root, place);
    case 'pix2pix':
      return openPix2pix(root, place);
    case 'portraits':
      return openPortraits(root, place);
  }
}

/** @throws DiptychError E_DATASET where several layouts are as likely */
export async function recognise(root: string, place: Place): Promise<Recognised> {
  const own = await findDiptych(root);
  if (own) return { format: 'diptych', layout: own };
  const exported = await exportedAs(root);
  const marked = exported && named(exported, await openAs(exported, root, place))[0];
  if (marked) return marked;

  // (2), (3) By names.
  const starts = await beginnings(root, place);
  const listed = [
    named('instruct-pix2pix', await findInstructPix2pix(root)),
    named('imagefolder', await findImageFolder(root, starts)),
  ].flat();
  const shards = await findWebDataset(root, starts);
  const tars = named('webdataset', shards?.layout);
  const folders = [
    named('pix2pixhd', await findPix2pixHd(root, starts)),
    named('ab-folders', await findAbFolders(root, starts)),
  ];
  const images = shards?.besideImages ? named('portraits', openPortraits(root, place)) : [];
  const found = listed.length > 0 ? [...listed, ...tars] : [...tars, ...images, ...folders.flat()];
  if (found.length > 1)
    throw ambiguous(
      root,
      found.map(({ format }) => SOURCE_FORMATS[format]),
    );
  if (found.length === 1) return found[0]!;

  // (4) By the first images.
  const paths = await samplePaths(root, place);
  const endings = findEndings(paths);
  const doubles = await shareOfDoubles(root, paths);
  const likely = (share: number): boolean => share >= 0.5;
  const byEnding =
    endings && likely(endings.share)
      ? `${percent(endings.share)} with names like x${endings.endings[0]} and x${endings.endings[1]}`
      : undefined;
  const byShape = likely(doubles) ? `${percent(doubles)} exactly twice as wide as high` : undefined;
  const mixed = (byEnding && byShape) || (byEnding && endings!.share < 1) || (byShape && doubles < 1);
  if (mixed)
    throw ambiguous(root, [
      `of its first ${Math.min(paths.length, SAMPLE_SIZE)} images ${[byEnding, byShape].filter(Boolean).join(', and ')}`,
    ]);
  if (byEnding) return { format: 'ab-folders', layout: openEndings(root, place, endings!) };
  if (byShape) return { format: 'pix2pix', layout: openPix2pix(root, place) };
  return { format: 'portraits', layout: openPortraits(root, place) };
}

const named = (format: SourceFormat, layout: Layout | undefined): Recognised[] => (layout ? [{ format, layout }] : []);
/** The format that the mark of an export names, where it is one that is read. */
async function exportedAs(root: string): Promise<SourceFormat | undefined> {
  const mark = (await isFile(root, MARK)) ? parseObject(await readFile(join(root, MARK), 'utf8')) : undefined;
  return SOURCE_FORMAT_NAMES.find((name) => name === mark?.format);
}

const percent = (share: number): string => `${Math.floor(100 * share)} %`;

function ambiguous(root: string, findings: readonly string[]): DiptychError {
  return new DiptychError('E_DATASET', `Expected one layout for ${root} but received ${findings.join('; and ')}`, {
    hint: `Say what it is with --format ${SOURCE_FORMAT_NAMES.join('|')}`,
  });
}
