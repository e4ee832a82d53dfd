/** Options that the verbs of `diptych direction` share: how samples of the pack are drawn. */
import os from 'node:os';
import { Command } from '@commander-js/extra-typings';
import { finiteNumber, wholeNumber } from './arguments.js';

/** A verb that measures on `samples` faces. */
export function measuringCommand(name: string) {
  return new Command(name)
    .option('-p, --pack <name|folder>', 'pack to measure on and write to', 'heads')
    .option('--samples <faces>', 'faces to look at for what a direction changes', wholeNumber(1, 1e5), 64)
    .option('--no-label', 'look at no faces: the range is three deviations of the samples')
    .option('--seed <number>', 'seed of the samples', wholeNumber(0, 0xffffffff), 0)
    .option('--psi <factor>', 'truncation psi of the samples', finiteNumber, 1)
    .option('--workers <threads>', 'worker threads', wholeNumber(1, 256), os.availableParallelism())
    .option('--threads <threads>', 'threads of one inference in a worker', wholeNumber(1, 256), 1)
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only');
}
