/** Whether memory grows with the dataset: resident bytes of the command while it measures many files. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { number } from '../table.js';
import { median } from '../timing.js';
import { curation, measured, timed } from './command.js';
import { manyFiles } from './images.js';

/** Growth that counts as flat, MB: what a garbage collector may leave lying about. */
const FLAT_MB = 50;
/** Looks of which the median is taken, and items between two of them: one may fall before or after a collection. */
const WINDOW = { looks: 9, items: 40 };

/**
 * @param {{ folder: string, root: string, steps: readonly number[] }} options Files after which to look; the last is
 *   how many there are.
 * @returns {Promise<import('../table.js').Row[]>}
 */
export async function memoryRows({ folder, root, steps }) {
  const many = path.join(root, 'many');
  await manyFiles(many, steps.at(-1), folder);
  const flags = ['--no-faces', '--pack', 'none', '--workers', '2'];
  const looks = new Map(steps.map((step) => [step, []]));
  let peak = 0;
  await timed(curation(many, path.join(root, 'many-out'), flags), (line, pid) => {
    const done = measured(line);
    const step = steps.find((s) => done > s - WINDOW.looks * WINDOW.items && done <= s);
    if (step === undefined || (step - done) % WINDOW.items !== 0) return;
    looks.get(step).push(
      residentOf(pid).then((mb) => {
        peak = Math.max(peak, mb);
        return mb;
      }),
    );
  });
  const megabytes = [];
  for (const step of steps) megabytes.push(median((await Promise.all(looks.get(step))).filter(Number.isFinite)));
  const growth = megabytes.at(-1) - megabytes[0];
  return [
    { name: 'Resident memory with 2 workers, no faces, MB' },
    ...steps.map((step, i) => ({ name: `after ${step} images`, value: number(megabytes[i], 0) })),
    { name: 'most that was seen', value: number(peak, 0) },
    { name: 'growth', value: number(growth, 0), aim: `≤ ${FLAT_MB}`, met: growth <= FLAT_MB },
  ];
}

/** Resident MB of all processes below a shell; not a number where `ps` does not tell. */
async function residentOf(shell) {
  const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '--ppid', String(shell)]).catch(() => ({
    stdout: '',
  }));
  const kilobytes = stdout.trim().split(/\s+/).filter(Boolean).map(Number);
  return kilobytes.length > 0 ? kilobytes.reduce((a, b) => a + b, 0) / 1024 : Number.NaN;
}
