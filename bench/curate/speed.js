/** Images a second: Diptych with and without faces, cleanvision and imagededup, on the same images in turns. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { number } from '../table.js';
import { median } from '../timing.js';
import { curation, timed } from './command.js';

const OTHERS = fileURLToPath(new URL('./others.py', import.meta.url));

/** The least that a run with MediaPipe has to reach on two cores, images a second. */
const AIM_WITH_FACES = 20;

/**
 * @param {{ folder: string, root: string, images: number, rounds: number, python?: string, faceModel: string }} options
 * @returns {Promise<import('../table.js').Row[]>}
 */
export async function speedRows({ folder, root, images, rounds, python, faceModel }) {
  const out = path.join(root, 'out');
  const plain = ['--no-faces', '--pack', 'none'];
  const faces = ['--face-model', faceModel];
  const runs = [
    ...[1, 2].map((n) => ours(`no faces, ${n} workers`, [...plain, '--workers', `${n}`])),
    ...[1, 2].map((n) => ours(`MediaPipe, ${n} workers`, [...faces, '--pack', 'none', '--workers', `${n}`])),
    ...[1, 2].map((n) => ours(`MediaPipe and the pack, ${n} workers`, [...faces, '--workers', `${n}`])),
    ...(python ? [1, 2].flatMap((n) => ['cleanvision', 'imagededup'].map((tool) => theirs(tool, n))) : []),
  ];

  /** Our work is counted from the first result until everything is decided. What comes then, they do not do. */
  function ours(name, flags) {
    const run = async () => {
      const at = {};
      const { wall, cpu } = await timed(curation(folder, out, flags), (line) => {
        const { stage } = JSON.parse(line);
        if (stage) at[stage] ??= performance.now();
      });
      return { wall, cpu, work: ((at.write - at.measure) / 1000) * (images / (images - 1)) };
    };
    return { name, run };
  }

  /** Theirs without the imports. */
  function theirs(tool, jobs) {
    const run = async () => {
      const { wall, cpu, lines } = await timed([python, OTHERS, folder, '--tools', tool, '--jobs', `${jobs}`]);
      const found = JSON.parse(lines.at(-1))[tool];
      return found && { wall, cpu, work: found.seconds };
    };
    return { name: `${tool}, ${jobs} processes`, run };
  }

  const taken = new Map(runs.map(({ name }) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const { name, run } of runs) {
      process.stderr.write(`round ${round + 1} of ${rounds}: ${name} …\n`);
      const result = await run();
      if (result) taken.get(name).push(result);
    }
  }
  const of = (name, key) => {
    const results = taken.get(name) ?? [];
    return results.length > 0 ? median(results.map((result) => result[key])) : undefined;
  };
  const cell = (value, digits = 1) => (value === undefined ? 'not available' : number(value, digits));
  const rate = (name, key) => (of(name, key) === undefined ? undefined : images / of(name, key));
  const names = [...taken.keys()];
  const missing = python ? [] : [{ name: 'cleanvision, imagededup', value: 'not available' }];
  return [
    { name: `Images a second, ${images} images of 512 px, once started` },
    ...names.map((name) => {
      const value = rate(name, 'work');
      const aimed = name.startsWith('MediaPipe') && name.endsWith('2 workers');
      return {
        name,
        value: cell(value),
        ...(aimed && { aim: `≥ ${AIM_WITH_FACES}`, met: value >= AIM_WITH_FACES }),
      };
    }),
    ...missing,
    { name: 'Images a second, the whole command' },
    ...names.map((name) => ({ name, value: cell(rate(name, 'wall')) })),
    { name: 'Processor ms an image, the whole command' },
    ...names.map((name) => ({ name, value: cell(of(name, 'cpu') && (1000 * of(name, 'cpu')) / images) })),
    { name: 'Diptych without faces over cleanvision' },
    ...[1, 2].flatMap((n) => ratios(rate, of, n)),
  ];
}

function ratios(rate, of, n) {
  const [ours, theirs] = [`no faces, ${n} workers`, `cleanvision, ${n} processes`];
  if (rate(theirs, 'work') === undefined) return [{ name: `with ${n}`, value: 'not available' }];
  const faster = rate(ours, 'work') / rate(theirs, 'work');
  const cheaper = of(theirs, 'cpu') / of(ours, 'cpu');
  return [
    { name: `images a second, ${n} of each`, value: `${number(faster, 2)}×`, aim: '> 1×', met: faster > 1 },
    { name: `processor time saved, ${n} of each`, value: `${number(cheaper, 2)}×` },
  ];
}
