/**
 * A dataset as a list of rows, which is all that the training repositories know; what `generate` and what `curate`
 * wrote are both read into it.
 *
 * A stack becomes one row for each state after the first, always from `before`: (before, age-25), (before, age-40), …,
 * (before, after). Each row is then one edit of the same input, and no row starts from an edited image, so errors of
 * the edit do not become inputs. Consecutive rows can be composed from these; the reverse does not hold.
 */
import type { DatasetFile } from '../files.js';
import type { Split } from '../splits.js';

/** What an image is in its row: `input`, `output` and `mask` of a pair; `image` of a single portrait. */
export type ImageColumn = 'image' | 'input' | 'output' | 'mask';

/** One training example. */
export interface ExportRow {
  /** Nine digits, with the step's label if it is a step: unique, without dots. */
  readonly key: string;
  readonly index: number;
  readonly split: Split;
  /** The edit as an instruction. */
  readonly prompt: string;
  /** Of the sample that it was made from; absent where nothing is known of one. */
  readonly seed?: number | undefined;
  readonly images: Readonly<Partial<Record<ImageColumn, DatasetFile>>>;
  /** By column; what was not measured is absent. */
  readonly values: Readonly<Record<string, string | number>>;
}

/** A column of values. */
export interface ValueColumn {
  readonly name: string;
  readonly type: 'text' | 'int' | 'float';
  /** Whether every row has it. */
  readonly complete: boolean;
}

/** A finished dataset, opened. */
export interface ExportDataset {
  /** Folder that it lies in. */
  readonly root: string;
  /** Which dataset it is, by a hash. */
  readonly origin: Readonly<Record<string, string>>;
  readonly rows: number;
  /** Images that every row has; a dataset without `image` is one of pairs. */
  readonly images: readonly ImageColumn[];
  /** Those of which some files are of another format than others. */
  readonly mixed: readonly ImageColumn[];
  readonly columns: readonly ValueColumn[];
  /** What of the dataset is not in its rows, in sentences. */
  readonly notices: readonly string[];
  /** Yields the rows in index order, a pair's own in the order of its states. */
  read(): AsyncGenerator<ExportRow>;
}

/** `000000012`, or `000000012-age-25` of a step: no dot, at which WebDataset would cut it. */
export const rowKey = (id: string, step: string | undefined): string => (step === undefined ? id : `${id}-${step}`);

/** The prompt of a row. */
export const rowPrompt = (prompt: string, step: string | undefined): string =>
  step === undefined ? prompt : `${prompt} (${step})`;

/** The last part of a path's name, without dot: `png`, `jpg` or `webp`. */
export const extensionOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
