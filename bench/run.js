/**
 * `npm run bench`: how near to the machine's limits the pipeline runs.
 *
 * One table on stdout. Milliseconds depend on the machine and on its other work, so every aim is a ratio of two
 * measurements of one run. `--quick` takes some seconds and shows that it works; `--long` adds memory over 2,000 pairs;
 * `--only profile` runs one part, such as under `node --cpu-prof`.
 */
import { parseArgs } from 'node:util';
import { resolveRecipe } from '../dist/resolve.js';
import { machine } from './machine.js';
import { memoryRows } from './memory.js';
import { profileRows } from './profile.js';
import { synthesisRows } from './synthesis.js';
import { formatTable } from './table.js';
import { throughputRows } from './throughput.js';

/** Parts by name, in the order of the table. */
const PARTS = { synthesis: synthesisRows, profile: profileRows, throughput: throughputRows, memory: memoryRows };

/** Medians over `repeats`, `candidates` after the warm-up, `rounds` of each worker count, memory after `pairs`. */
const FULL = { repeats: 40, candidates: 40, rounds: 3, pairs: [200, 2000] };
const QUICK = { repeats: 5, candidates: 4, rounds: 1, pairs: [10, 40] };

const { values } = parseArgs({
  options: {
    attribute: { type: 'string', short: 'a', default: 'age' },
    pack: { type: 'string', short: 'p', default: 'heads' },
    only: { type: 'string' },
    quick: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
  },
});
const { attribute, pack, only, quick, long } = values;
if (only !== undefined && !(only in PARTS)) {
  throw new Error(`Expected one of ${Object.keys(PARTS).join(', ')} for --only but received ${only}`);
}
const usual = Object.keys(PARTS).filter((name) => long || name !== 'memory');

// Calibrating the identity gate is work before the first pair, not work on pairs.
const recipe = resolveRecipe({ attribute, flags: { pack, gates: { identity: false } } });
const rows = [...machine()];
for (const name of only === undefined ? usual : [only]) {
  process.stderr.write(`${name} …\n`);
  rows.push(...(await PARTS[name](recipe, quick ? QUICK : FULL)));
}
process.stdout.write(formatTable(rows));
