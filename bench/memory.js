/** Whether memory grows with the dataset. Runs in a process of its own, where nothing else has left its mark. */
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { number } from './table.js';

/** Growth that counts as flat, in MB: what a garbage collector may leave lying about. */
const FLAT_MB = 50;

/**
 * @param {import('../dist/recipe.js').Recipe} recipe
 * @param {{ pairs: readonly number[] }} size Numbers of pairs after which to look.
 * @returns {Promise<import('./table.js').Row[]>}
 */
export async function memoryRows({ pack, name }, { pairs }) {
  const script = fileURLToPath(new URL('./memory-run.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [script, pack, name, ...pairs.map(String)]);
  const megabytes = JSON.parse(stdout).map((bytes) => bytes / 2 ** 20);
  const growth = megabytes.at(-1) - megabytes[0];
  return [
    { name: 'Resident memory with 1 worker, MB' },
    ...pairs.map((count, i) => ({ name: `after ${count} pairs`, value: number(megabytes[i], 0) })),
    { name: 'growth', value: number(growth, 0), aim: `≤ ${FLAT_MB}`, met: growth <= FLAT_MB },
  ];
}
