/** Candidates a second through the real job, with one worker and with two. */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { generate } from '../dist/generate.js';
import { number } from './table.js';
import { median } from './timing.js';

const WORKERS = [1, 2];
/** Candidates for each worker before the clock counts: one running and one waiting. */
const WARM_UP = 2;

/**
 * @param {import('../dist/recipe.js').Recipe} recipe
 * @param {{ candidates: number, rounds: number }} size
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function throughputRows(recipe, { candidates, rounds }) {
  const runs = WORKERS.map((workers) => ({ workers, tried: [], kept: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const { workers, tried, kept } of runs) {
      const rate = await rates(recipe, workers, candidates);
      tried.push(rate.tried);
      kept.push(rate.kept);
    }
  }
  const [one, two] = runs.map(({ tried }) => median(tried));
  return [
    { name: 'The job, in a second' },
    ...runs.map(({ workers, tried }) => ({ name: `candidates, ${workers} workers`, value: number(median(tried), 2) })),
    ...runs.map(({ workers, kept }) => ({ name: `kept pairs, ${workers} workers`, value: number(median(kept), 2) })),
    // Two workers cannot show what they would do on a machine that has one core free.
    ...(os.availableParallelism() < 2
      ? []
      : [{ name: 'two workers over one', value: `${number(two / one, 2)}×`, aim: '≥ 1.8×', met: two / one >= 1.8 }]),
  ];
}

/** Tries candidates after the warm-up and tells how many were tried and kept a second. */
async function rates(recipe, workers, candidates) {
  const out = await mkdtemp(path.join(os.tmpdir(), 'diptych-bench-'));
  const warm = WARM_UP * workers;
  const total = warm + candidates * workers;
  const job = generate({ ...recipe, count: total, maxTries: total }, { out, workers, threads: 1, provider: 'cpu' });
  let first;
  let last;
  try {
    for await (const event of job) {
      if (event.event !== 'pair') continue;
      if (event.counts.tried === warm) first = { at: performance.now(), ...event.counts };
      last = { at: performance.now(), ...event.counts };
    }
    const seconds = (last.at - first.at) / 1000;
    return { tried: (last.tried - first.tried) / seconds, kept: (last.kept - first.kept) / seconds };
  } finally {
    await rm(out, { recursive: true });
  }
}
