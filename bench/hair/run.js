/**
 * `npm run bench:hair`: what growing hair costs, by size, strands and workers.
 *
 *   node bench/hair/run.js [--style long-straight] [--quick] [--only stages|pairs]
 *
 * On sampled heads, so that it runs anywhere. Milliseconds depend on the machine: compare rows of one run. `stages` is
 * the time of each stage of a pair on one core; `pairs` the pairs a second that workers make of a portrait that is
 * ready, without writing them, and the memory that it takes.
 */
import { parseArgs } from 'node:util';
import { machine } from '../machine.js';
import { formatTable } from '../table.js';
import { pairRows } from './pairs.js';
import { stageRows } from './stages.js';

const PARTS = { stages: stageRows, pairs: pairRows };
const FULL = { sizes: [256, 512, 1024], strands: [10_000, 50_000, 100_000], repeats: 5 };
const QUICK = { sizes: [256], strands: [10_000], repeats: 1 };

const { values } = parseArgs({
  options: {
    style: { type: 'string', default: 'long-straight' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
  },
});
const { style, only, quick } = values;
if (only !== undefined && !(only in PARTS)) {
  throw new Error(`Expected one of ${Object.keys(PARTS).join(', ')} for --only but received ${only}`);
}
const rows = [...machine()];
for (const name of only === undefined ? Object.keys(PARTS) : [only]) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await PARTS[name](style, quick ? QUICK : FULL)));
}
process.stdout.write(formatTable(rows));
