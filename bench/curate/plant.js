/**
 * node bench/curate/plant.js --out DIR [--portraits FOLDER] [--face-model FILE] [--seed 0]
 *   [--head-px 256]
 *
 * Makes the planted set: images that are right, and images in which one known thing is wrong, from the built-in pack's
 * heads and, where the folder exists, from photographs of faces. Writes `singles/{train,test}`, `pairs/{before,after}`
 * and `truth.jsonl`, one line an item: {set, key, plants, level?, of?, source, person}. `of` is the item it is a copy
 * of. The same seed and photographs give the same pixels.
 */
import { mkdir, readdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { openFaces } from '../../dist/faces/index.js';
import { headBases, photoBases } from './bases.js';
import { openHeads } from './heads.js';
import { plantPairs } from './pairs.js';
import { plantSingles } from './singles.js';

/** Heads in each set, and heads that only lend another identity. */
const HEADS = { singles: 108, pairs: 94, others: 160 };

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    portraits: { type: 'string', default: '../shared/real/portraits' },
    'face-model': { type: 'string', default: '../shared/models/face_landmarker.task' },
    seed: { type: 'string', default: '0' },
    'head-px': { type: 'string' },
  },
});
const { out, portraits } = values;
if (out === undefined) throw new Error('Expected a folder for --out but received none');
const seed = Number(values.seed);
if ((await readdir(out).catch(() => [])).length > 0)
  throw new Error(`Expected an empty folder for --out but ${out} is not`);

const faces = await openFaces({ landmarker: values['face-model'] });
const heads = await openHeads(seed, values['head-px'] && Number(values['head-px']));
try {
  process.stderr.write('bases …\n');
  const photos = await photoBases(portraits, faces);
  if (photos.length === 0) process.stderr.write(`no photographs in ${portraits}: heads only\n`);
  const drawn = (stream) => headBases(HEADS[stream], stream, heads, faces);
  process.stderr.write('singles …\n');
  const singles = await plantSingles(out, [...photos, ...(await drawn('singles'))], seed);
  process.stderr.write('pairs …\n');
  const given = { bases: [...photos, ...(await drawn('pairs'))], others: await drawn('others') };
  const pairs = await plantPairs(out, given, heads, seed);
  await mkdir(out, { recursive: true });
  const lines = [...singles, ...pairs].map((line) => `${JSON.stringify(line)}\n`);
  await writeFile(path.join(out, 'truth.jsonl'), lines.join(''));
  process.stderr.write(`${singles.length} single portraits and ${pairs.length} pairs in ${out}\n`);
} finally {
  await heads.close();
  await faces.close();
}
