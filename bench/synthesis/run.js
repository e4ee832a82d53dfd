/**
 * `npm run bench:synthesis`: StyleGAN2 of the official sizes on ONNX Runtime, beside PyTorch on the same two cores.
 *
 *   node bench/synthesis/run.js [--only 256] [--quick] [--json] [--python python3]
 *
 * Weights are random. Without PyTorch (`pip install torch numpy`) it says so and measures Diptych alone. Milliseconds
 * depend on the machine and on its other work; ratios are of medians of one run in which all took turns, and the one of
 * processor time with a thread each hardly sees other work.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { formatTable, number } from '../table.js';
import { measure, prepare, WORKERS, wayOf } from './measure.js';

/** Side in px, `channel_base`, and repeats of a full run: config-f has 32768, the official 256 px networks 16384. */
const NETWORKS = [
  { resolution: 256, base: 16384, repeats: 11 },
  { resolution: 256, base: 32768, repeats: 5 },
  { resolution: 512, base: 32768, repeats: 3 },
  { resolution: 1024, base: 32768, repeats: 3 },
];
const BATCHES = [1, 4];
/** What a ratio is of. */
const CLOCKS = { wall: 'time', cpu: 'processor time' };
/** Times faster than PyTorch at 256 px, batch 1, at least. */
const AIM = { resolution: 256, batch: 1, ratio: 2.5 };

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    python: { type: 'string', default: 'python3' },
  },
});
const { only, quick, json, python } = values;
const chosen = NETWORKS.filter(({ resolution }) => only === undefined || resolution === Number(only));
if (chosen.length === 0) throw new Error(`Expected 256, 512 or 1024 for --only but received ${only}`);

const results = [];
for (const { resolution, base, repeats } of chosen) {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'diptych-bench-'));
  try {
    const network = await prepare({ resolution, base, folder, python });
    for (const batch of BATCHES) {
      process.stderr.write(`${resolution} px, base ${base}, batch ${batch} …\n`);
      results.push(await measure(network, { batch, repeats: quick ? 1 : repeats }));
    }
  } finally {
    await rm(folder, { recursive: true });
  }
}
process.stdout.write(
  json ? `${JSON.stringify(results, null, 2)}\n` : formatTable([...machine(), ...results.flatMap(rows)]),
);

/** @param {import('./measure.js').Result} result @returns {import('../table.js').Row[]} */
function rows({ resolution, base, batch, gmac, ms, torch, error }) {
  const cells = ({ wall, cpu }) => [number(wall), number(cpu), number(wall / gmac, 2)].map((cell) => cell.padStart(7));
  const over = (name, tool, threads, clock) => {
    const ratio = ms[wayOf(tool, threads)][clock] / ms[name][clock];
    return {
      ratio,
      row: { name: `${name} over ${wayOf(tool, threads)}, ${CLOCKS[clock]}`, value: `${number(ratio, 2)}×` },
    };
  };
  const table = [
    {
      name: `${resolution} px, base ${base}, batch ${batch}, ${number(gmac)} GMAC: ms, processor ms, ms a GMAC, an image`,
    },
    ...Object.entries(ms).map(([name, spent]) => ({ name, value: cells(spent).join('') })),
  ];
  if (torch === undefined) return [...table, { name: 'PyTorch', value: 'not found' }];
  const two = [wayOf('Diptych', 2), ...(WORKERS in ms ? [WORKERS] : [])].map((name) =>
    over(name, 'PyTorch', 2, 'wall'),
  );
  const one = over(wayOf('Diptych', 1), 'PyTorch', 1, 'cpu');
  const best = Math.max(...two.map(({ ratio }) => ratio));
  const aimed = resolution === AIM.resolution && batch === AIM.batch;
  return [
    ...table,
    ...[...two, one].map(({ row }) => row),
    ...(aimed
      ? [{ name: 'the same cores', value: `${number(best, 2)}×`, aim: `≥ ${AIM.ratio}×`, met: best >= AIM.ratio }]
      : []),
    { name: 'largest difference of the images', value: error.toExponential(1), aim: '≤ 1e-3', met: error <= 1e-3 },
  ];
}
