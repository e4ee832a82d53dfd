/** Pairs a second through the real job, by size, strands and workers, and the memory that it takes. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { GROWN_BANDS } from '../../dist/filter/hair/index.js';
import { grow } from '../../dist/grow.js';
import { resolveGrowRecipe } from '../../dist/growing/resolve.js';
import { number } from '../table.js';

const WORKERS = [1, 2];
/** Gates cost nothing and would drop pairs that were drawn; heads that do not become bald are not drawn. */
const NO_GATES = Object.fromEntries(Object.keys(GROWN_BANDS).map((name) => [name, false]));
/** Pairs for each worker before the clock counts. */
const WARM_UP = 2;

/**
 * @param {string} style
 * @param {{ sizes: readonly number[], strands: readonly number[], repeats: number }} grid
 * @returns {Promise<import('../table.js').Row[]>}
 */
export async function pairRows(style, { sizes, strands, repeats }) {
  const rows = [{ name: `The job, ${style}: pairs a second, peak memory` }];
  for (const size of sizes) {
    for (const count of strands) {
      const rates = [];
      for (const workers of WORKERS) {
        const recipe = resolveGrowRecipe({ flags: { size, strands: count, templates: [style], gates: NO_GATES } });
        const { rate, memory } = await run(recipe, workers, repeats);
        rates.push(rate);
        const name = `${size} px, ${count} strands, ${workers} worker${workers > 1 ? 's' : ''}`;
        rows.push({ name, value: `${number(rate, 2)}/s  ${number(memory / 2 ** 20, 0)} MB` });
      }
      if (os.availableParallelism() > 1)
        rows.push({ name: '  two over one', value: `${number(rates[1] / rates[0], 2)}×` });
    }
  }
  return rows;
}

async function run(recipe, workers, repeats) {
  const out = await mkdtemp(path.join(os.tmpdir(), 'diptych-bench-'));
  const warm = WARM_UP * workers;
  const total = warm + repeats * workers;
  const job = grow({ ...recipe, count: total }, { out, workers, threads: 1, provider: 'cpu' });
  let memory = 0;
  const watch = setInterval(() => (memory = Math.max(memory, process.memoryUsage().rss)), 100);
  let start;
  let end;
  try {
    for await (const event of job) {
      if (event.event !== 'pair' || !event.kept) continue;
      if (event.counts.kept === warm) start = performance.now();
      end = { at: performance.now(), kept: event.counts.kept };
    }
    return { rate: (end.kept - warm) / ((end.at - start) / 1000), memory };
  } finally {
    clearInterval(watch);
    await rm(out, { recursive: true });
  }
}
