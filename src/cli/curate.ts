/** `diptych curate`: a clean dataset out of one that exists. */
import os from 'node:os';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { type CurateRun, type CurateSummary, curate } from '../curate.js';
import { type CurateOptions, curateOptionsSchema } from '../curate-options.js';
import { rehearseCuration } from '../curation/rehearse.js';
import { SOURCE_FORMAT_NAMES } from '../dataset/source/index.js';
import { EXIT } from '../errors.js';
import { PROFILES, type ProfileName } from '../filter/curate/index.js';
import { type GateOptions, gate, names, nonEmpty, shard, wholeNumber } from './arguments.js';
import { formatCuration, formatCurationPlan } from './curate-summary.js';
import { onInterrupt } from './interrupt.js';
import { render, warn } from './render.js';

/** @param setStatus takes the exit status of a run that ended without an error */
export function curateCommand(setStatus: (status: number) => void) {
  return optionsOf(new Command('curate')).action(async (input, flags) => setStatus(await run(input, flags)));
}

type Flags = ReturnType<ReturnType<typeof optionsOf>['opts']>;

const PROFILE_NAMES = Object.keys(PROFILES) as ProfileName[];

function optionsOf(command: Command) {
  return command
    .description(
      'Filter, score and de-duplicate a face dataset that exists. Running it again goes on where it stopped.',
    )
    .argument('<dataset>', 'folder of the dataset; nothing in it is changed', nonEmpty)
    .optionsGroup('What to measure:')
    .addOption(new Option('--format <layout>', 'layout of the dataset').choices(['auto', ...SOURCE_FORMAT_NAMES]))
    .option('--no-faces', 'do not look for faces')
    .option('-p, --pack <name|folder|none>', 'pack whose scorers speak where they may (default: heads)', nonEmpty)
    .option('-a, --attribute <name>', 'what the pairs change, as the pack names it; drift leaves it out', nonEmpty)
    .addOption(new Option('--align <how>', 'crop the images to the face (default: none)').choices(['none', 'ffhq']))
    .option('--size <px>', 'side of aligned images (default: 512; aligned ones keep theirs)', wholeNumber(16, 4096))
    .optionsGroup('What to keep:')
    .addOption(new Option('--profile <name>', 'set of gates (default: portrait or pairs)').choices(PROFILE_NAMES))
    .option('--gate <name=min..max>', 'set a gate, or turn it off with name=off; may be repeated', gate)
    .option('--calibrate', 'propose thresholds from the data, with what they would drop')
    .option('--duplicates <bits|off>', 'bits within which images are near duplicates, 10 at most (default: 10)', bits)
    .option('--dedupe-identity', 'keep one item of each identity')
    .option('--balance <names>', 'even out metrics or tags, parted by commas', names)
    .option('--split <validation,test>', 'shares of new splits that keep an identity on one side', shares)
    .option('--seed <number>', 'decides balance and splits (default: 0)', wholeNumber(0, 0xffffffff))
    .optionsGroup('How to run:')
    .requiredOption('-o, --out <folder>', 'folder of the clean dataset', nonEmpty)
    .option('--face-model <file|folder>', 'MediaPipe’s face models, before $DIPTYCH_FACE_MODEL and the cache', nonEmpty)
    .option('--shard <k/n>', 'measure the k-th of n parts only; a run without it puts them together', shard)
    .option('--workers <threads>', 'worker threads', wholeNumber(1, 256), os.availableParallelism())
    .option('--threads <threads>', 'threads of one inference in a worker', wholeNumber(1, 256), 1)
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--overwrite', 'start anew instead of resuming')
    .option('--dry-run', 'measure a few items, print the plan and the expected yield, write nothing')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only')
    .addHelpText(
      'after',
      '\nExamples:\n  diptych curate photos --out clean --align ffhq\n  diptych curate pairs --out clean --gate procrustes=..5 --calibrate',
    );
}

async function run(input: string, flags: Flags): Promise<number> {
  const options = optionsFrom(flags);
  const abort = new AbortController();
  const how: CurateRun = {
    out: flags.out,
    workers: flags.workers,
    threads: flags.threads,
    provider: flags.provider,
    faceModel: flags.faceModel,
    shard: flags.shard,
    calibrate: flags.calibrate === true,
    overwrite: flags.overwrite === true,
    signal: abort.signal,
  };
  const output = { json: flags.json === true, quiet: flags.quiet === true };
  if (flags.dryRun) {
    const plan = await render(rehearseCuration(input, options, how), output);
    process.stdout.write(output.json ? `${JSON.stringify({ event: 'plan', plan })}\n` : formatCurationPlan(plan));
    return EXIT.ok;
  }
  const release = onInterrupt('item', () => abort.abort());
  try {
    const summary = await render(curate(input, options, how), output);
    report(summary, output);
    if (summary.interrupted) return EXIT.interrupted;
    return summary.kept === 0 && !summary.shard ? EXIT.shortfall : EXIT.ok;
  } finally {
    release();
  }
}

/** Flags that were not given leave the defaults of the schema. */
function optionsFrom(flags: Flags): CurateOptions {
  const given = {
    format: flags.format,
    faces: flags.faces ? undefined : false,
    pack: flags.pack === 'none' ? null : flags.pack,
    attribute: flags.attribute,
    align: flags.align,
    size: flags.size,
    profile: flags.profile,
    gates: flags.gate as GateOptions | undefined,
    duplicates: flags.duplicates === false ? null : flags.duplicates,
    dedupeIdentity: flags.dedupeIdentity,
    balance: flags.balance,
    split: flags.split,
    seed: flags.seed,
  };
  return curateOptionsSchema.parse(
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
  );
}

function report(summary: CurateSummary, { json, quiet }: { json: boolean; quiet: boolean }): void {
  if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', summary })}\n`);
  if (json || quiet) return;
  process.stdout.write(formatCuration(summary));
  for (const notice of summary.notices) warn(notice);
}

/** Off is false: commander takes a parsed null for a flag without a value. */
function bits(text: string): number | false {
  return text === 'off' ? false : wholeNumber(0, 10)(text);
}

function shares(text: string): { validation: number; test: number } {
  const [validation, test, ...rest] = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const good = (x: number | undefined): x is number => x !== undefined && x >= 0 && x < 1;
  if (good(validation) && good(test) && rest.length === 0 && validation + test < 1) return { validation, test };
  throw new InvalidArgumentError('Expected two shares below 1, such as 0.05,0.05; the rest trains.');
}
