/**
 * node bench/memory-run.js <pack> <attribute> <pairs> <more pairs>: prints the resident bytes after so many pairs as a
 * JSON list. The move is forced and every gate is off: each candidate is edited, fused, scored, kept and written.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { gatesFor } from '../dist/filter/gates.js';
import { generate } from '../dist/generate.js';
import { openPack } from '../dist/pack/load.js';
import { resolveRecipe } from '../dist/resolve.js';
import { median } from './timing.js';

/** Move of every edit, in W units: visible, and within the range of any direction. */
const STRENGTH = 1;
/** Pairs over which the median is taken: a single look may fall before or after a collection. */
const WINDOW = 40;

const [pack, attribute, ...counts] = process.argv.slice(2);
const points = counts.map(Number);
const count = points.at(-1);
const recipe = resolveRecipe({ attribute, flags: { pack, count, maxTries: count, edit: { strength: STRENGTH } } });
const { manifest } = await openPack(pack);
const off = Object.fromEntries(
  gatesFor({ ...recipe, gates: {} }, manifest, { threshold: 0 }).map(({ name }) => [name, false]),
);
const out = await mkdtemp(path.join(os.tmpdir(), 'diptych-bench-'));
const window = [];
const found = [];
try {
  const job = generate({ ...recipe, gates: off }, { out, workers: 1, threads: 1, provider: 'cpu' });
  for await (const event of job) {
    if (event.event !== 'pair') continue;
    if (window.push(process.memoryUsage.rss()) > WINDOW) window.shift();
    if (points.includes(event.counts.kept)) found.push(median(window));
  }
} finally {
  await rm(out, { recursive: true });
}
process.stdout.write(JSON.stringify(found));
