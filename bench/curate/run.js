/**
 * npm run bench:curate: how fast a dataset is curated, beside cleanvision and imagededup.
 *
 *   node bench/curate/run.js [--python FILE] [--portraits FOLDER] [--face-model FILE] [--images 400] [--rounds 3]
 *
 * Machines and their load differ, so tools are compared within one run, by turns on the same images. `--python` names
 * an interpreter that has cleanvision and imagededup; without it their rows are not available. `--quick` takes a
 * minute and shows that it works; `--long` adds memory over 20,000 images.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { formatTable } from '../table.js';
import { memoryRows } from './flat.js';
import { makeImages } from './images.js';
import { speedRows } from './speed.js';

const QUICK = { images: 40, rounds: 1, steps: [400, 800, 1200] };
const FULL = { images: 400, rounds: 3, steps: [5000, 10000, 15000, 20000] };

const { values } = parseArgs({
  options: {
    python: { type: 'string' },
    portraits: { type: 'string', default: '../shared/real/portraits' },
    'face-model': { type: 'string', default: '../shared/models' },
    images: { type: 'string' },
    rounds: { type: 'string' },
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    only: { type: 'string' },
  },
});
const { python, portraits, quick, long, only } = values;
if (only !== undefined && only !== 'speed' && only !== 'memory') {
  throw new Error(`Expected speed or memory for --only but received ${only}`);
}
const usual = quick ? QUICK : FULL;
const images = Number(values.images ?? usual.images);
const rounds = Number(values.rounds ?? usual.rounds);

const root = await mkdtemp(path.join(os.tmpdir(), 'diptych-curate-'));
const folder = path.join(root, 'images');
try {
  process.stderr.write(`${images} images …\n`);
  await makeImages(folder, images, portraits);
  const rows = [...machine()];
  if (only !== 'memory') {
    rows.push(...(await speedRows({ folder, root, images, rounds, python, faceModel: values['face-model'] })));
  }
  if (long || only === 'memory') {
    process.stderr.write('memory …\n');
    rows.push(...(await memoryRows({ folder, root, steps: usual.steps })));
  }
  process.stdout.write(formatTable(rows));
} finally {
  await rm(root, { recursive: true });
}
