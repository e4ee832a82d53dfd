/** Opens a finished dataset of either job for an export. */
import { readdir } from 'node:fs/promises';
import { DiptychError } from '../../errors.js';
import { jobOf } from '../claim.js';
import { ROOT_FILES } from '../layout.js';
import { openCurated } from './curated.js';
import { openGenerated } from './generated.js';
import type { ExportDataset } from './row.js';

/** @throws DiptychError E_DATASET where there is none, or one that is not finished */
export async function openDataset(root: string): Promise<ExportDataset> {
  const job = jobOf(await readdir(root).catch(() => []));
  if (job === 'curate') return openCurated(root);
  if (job === 'generate') return openGenerated(root);
  const marks = `${ROOT_FILES.stats} or ${ROOT_FILES.curation}`;
  throw new DiptychError('E_DATASET', `Expected a finished dataset for ${root} but received no folder with ${marks}`, {
    hint: 'Name the folder that was the --out of generate or curate',
  });
}
