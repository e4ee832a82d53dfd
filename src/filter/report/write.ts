/** `report.html` of a dataset: one file that needs no network, for a person to judge the pairs by. */
import { join } from 'node:path';
import { openAtomic } from '../../dataset/atomic.js';
import { ROOT_FILES } from '../../dataset/layout.js';
import { render } from './markup.js';
import { page } from './page.js';
import type { ReportOptions } from './types.js';

/**
 * Writes `report.html` into the dataset, piece by piece and atomically: a reader never meets half a report. The bytes
 * depend on the options and on the dataset's files only. Pictures that are missing are said to be, not an error.
 *
 * @throws what the disk throws, and what `records` throws
 */
export async function writeReport(options: ReportOptions): Promise<void> {
  const file = await openAtomic(join(options.root, ROOT_FILES.report));
  try {
    for await (const piece of page(options)) await file.write(render(piece));
    await file.commit();
  } finally {
    await file.abort();
  }
}
