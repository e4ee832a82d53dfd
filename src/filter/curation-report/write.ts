/** `report.html` of a curated dataset: one file that needs no network, for a person to judge the decisions by. */
import { join } from 'node:path';
import { openAtomic } from '../../dataset/atomic.js';
import { ROOT_FILES } from '../../dataset/layout.js';
import { render } from '../report/markup.js';
import { page } from './page.js';
import type { CurationReportOptions } from './types.js';

/**
 * Writes `report.html` into the folder, piece by piece and atomically: a reader never meets half a report. The bytes
 * depend on the options, the records and the pictures only.
 *
 * Memory and file are bounded however many records there are: some thousand records are held at a time, and five
 * bytes a cluster; the file holds at most 12 MiB of pictures and stays below 40 MiB even if every name in it is long
 * and hostile. A dataset of portraits gives 3 to 6 MB.
 *
 * @throws what the disk throws, and what `records` throws
 */
export async function writeCurationReport(options: CurationReportOptions): Promise<void> {
  const file = await openAtomic(join(options.root, ROOT_FILES.report));
  try {
    for await (const piece of page(options)) await file.write(render(piece));
    await file.commit();
  } finally {
    await file.abort();
  }
}
