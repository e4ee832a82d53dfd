/**
 * Writes datasets/sample, one small dataset a recipe of datasets/recipes, and docs/pairs.png, a sheet of their pairs.
 *
 *   npm run sample
 */
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { main } from '../dist/cli/main.js';

const HERE = path.dirname(fileURLToPath(import.meta.url));
/** Pairs of each dataset on the sheet. */
const SHOWN = 4;
const SIDE_PX = 128;
const GAP_PX = 8;

const names = (await readdir(path.join(HERE, 'recipes'))).map((file) => path.basename(file, '.yaml')).sort();
for (const name of names) {
  const recipe = path.join(HERE, 'recipes', `${name}.yaml`);
  const status = await main(['generate', '--recipe', recipe, '--out', path.join(HERE, 'sample', name), '--overwrite']);
  if (status !== 0) process.exit(status);
}

const rows = await Promise.all(names.map((name, row) => rowOf(path.join(HERE, 'sample', name), row)));
const width = SHOWN * (2 * SIDE_PX + GAP_PX) - GAP_PX;
const height = names.length * (SIDE_PX + GAP_PX) - GAP_PX;
await sharp({ create: { width, height, channels: 3, background: '#ffffff' } })
  .composite(rows.flat())
  .png({ compressionLevel: 9 })
  .toFile(path.join(HERE, '..', 'docs', 'pairs.png'));

/** The first pairs of a dataset, side by side, as overlays of one row of the sheet. */
async function rowOf(root, row) {
  const lines = (await readFile(path.join(root, 'records.jsonl'), 'utf8')).trimEnd().split('\n');
  const kept = lines.map((line) => JSON.parse(line)).filter((record) => record.verdict === 'kept');
  return kept.slice(0, SHOWN).flatMap(({ files }, column) =>
    ['before', 'after'].map((state, side) => ({
      input: path.join(root, files[state].path),
      left: column * (2 * SIDE_PX + GAP_PX) + side * SIDE_PX,
      top: row * (SIDE_PX + GAP_PX),
    })),
  );
}
