/**
 * A dataset as a list of two-image rows, which is all that the training repositories know.
 *
 * A stack becomes one row for each state after the first, always from `before`: (before, age-25), (before, age-40), …,
 * (before, after). Each row is then one edit of the same input, and no row starts from an edited image, so errors of
 * the edit do not become inputs. Consecutive rows can be composed from these; the reverse does not hold.
 */
import type { Recipe } from '../../recipe.js';
import { type DatasetFile, type DatasetPair, readDataset } from '../reader.js';

/** One training example. */
export interface ExportRow {
  /** The pair's id, with the step's label if it is a step: unique, without dots. */
  readonly key: string;
  readonly prompt: string;
  readonly record: DatasetPair['record'];
  readonly input: DatasetFile;
  readonly output: DatasetFile;
  readonly mask: DatasetFile;
}

/** Yields the rows in index order, a pair's own in the order of its states. */
export async function* readRows(root: string, recipe: Recipe): AsyncGenerator<ExportRow> {
  for await (const { record, files } of readDataset(root)) {
    for (const { label } of record.states.slice(1)) {
      const step = label !== 'after';
      yield {
        key: step ? `${record.id}-${label}` : record.id,
        prompt: step ? `${recipe.prompt} (${label})` : recipe.prompt,
        record,
        input: files.before!,
        output: files[label]!,
        mask: files.mask!,
      };
    }
  }
}

/** Rows that a pair becomes. */
export const rowsPerPair = (between: readonly string[]): number => between.length + 1;

/** The last part of a path's name, without dot: `png`, `jpg` or `webp`. */
export const extensionOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
