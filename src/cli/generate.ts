/** `diptych generate`: N pairs for an attribute. */
import os from 'node:os';
import { Command, Option } from '@commander-js/extra-typings';
import { checkProvider } from '../engine/session.js';
import { EXIT } from '../errors.js';
import { generate, type RunOptions, type RunSummary } from '../generate.js';
import { PRESET_NAMES } from '../presets.js';
import type { Recipe } from '../recipe.js';
import { readRecipeFile } from '../recipe-file.js';
import { rehearse } from '../rehearse.js';
import { resolveRecipe } from '../resolve.js';
import { parseSeeds } from '../stylegan/seed.js';
import { finiteNumber, type GateOptions, gate, names, nonEmpty, wholeNumber } from './arguments.js';
import { onInterrupt } from './interrupt.js';
import { render, warn } from './render.js';
import { formatPlan, formatSummary } from './summary.js';

/** @param setStatus takes the exit status of a run that ended without an error */
export function generateCommand(setStatus: (status: number) => void) {
  return optionsOf(new Command('generate')).action(async (flags) => setStatus(await run(flags)));
}

type Flags = ReturnType<ReturnType<typeof optionsOf>['opts']>;

function optionsOf(command: Command) {
  return command
    .description('Make before/after pairs for an attribute or a recipe. Running it again goes on where it stopped.')
    .optionsGroup('What to make:')
    .option('-a, --attribute <name>', `one of: ${PRESET_NAMES.join(', ')}`)
    .option('-r, --recipe <file>', 'recipe as YAML or JSON; flags lie over it')
    .option('-n, --count <pairs>', 'pairs to keep', wholeNumber(1))
    .option('-p, --pack <name|folder>', 'pack of models (default: heads)')
    .option('--seed <number>', 'seed that candidates are derived from (default: 0)', wholeNumber(0, 0xffffffff))
    .option('--seeds <list>', 'exact numpy seeds to try, such as 85,600-605', parseSeeds)
    .option('--psi <factor>', 'truncation psi (default: 0.7)', finiteNumber)
    .option('--direction <name>', 'direction of the pack to move along, instead of the attribute’s own', nonEmpty)
    .option('--strength <move>', 'force the move of the edit instead of searching it, in W units', finiteNumber)
    .option('--given <directions>', 'directions to project out, parted by commas', names)
    .option('--class <number>', 'class that a conditional generator draws (default: 0)', wholeNumber(0))
    .addOption(new Option('--noise <mode>', 'noise of the generator (default: const)').choices(['const', 'seeded']))
    .option('--gate <name=min..max>', 'set a gate, or turn it off with name=off; may be repeated', gate)
    .option('--max-tries <candidates>', 'candidates to try at most', wholeNumber(1))
    .option('--no-fuse', 'do not restore from before what the edit should not touch')
    .addOption(new Option('--format <format>', 'image format (default: png)').choices(['png', 'webp', 'jpeg']))
    .option('--no-provenance', 'leave out the XMP note that images are synthetic')
    .optionsGroup('How to run:')
    .option('-o, --out <folder>', 'folder of the dataset (default: <attribute>-pairs)', nonEmpty)
    .option('--workers <threads>', 'worker threads', wholeNumber(1, 256), os.availableParallelism())
    .option('--threads <threads>', 'threads of one inference in a worker', wholeNumber(1, 256), 1)
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--overwrite', 'start anew instead of resuming')
    .option('--dry-run', 'print the plan and the expected yield, write nothing')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only')
    .addHelpText(
      'after',
      '\nExamples:\n  diptych generate --attribute age --count 16 --out age-pairs\n  diptych generate -a hair-colour:blond -n 1000 --gate identity=0.6..',
    );
}

async function run(flags: Flags): Promise<number> {
  const recipe = await recipeOf(flags);
  const abort = new AbortController();
  const options: RunOptions = {
    out: flags.out ?? `${recipe.name.replaceAll(':', '-')}-pairs`,
    workers: flags.workers,
    threads: flags.threads,
    provider: flags.provider,
    overwrite: flags.overwrite === true,
    signal: abort.signal,
  };
  const output = { json: flags.json === true, quiet: flags.quiet === true };
  checkProvider(options.provider);
  if (flags.dryRun) return dryRun(recipe, options, output);
  if (!output.json && !output.quiet) {
    const { workers, threads, provider } = options;
    process.stderr.write(
      `${recipe.name}: ${recipe.count} pairs → ${options.out} (${provider}, ${workers} workers × ${threads} threads)\n`,
    );
  }
  const release = onInterrupt('pair', () => abort.abort());
  try {
    const summary = await render(generate(recipe, options), output);
    report(summary, output);
    if (summary.interrupted) return EXIT.interrupted;
    return summary.kept < summary.wanted ? EXIT.shortfall : EXIT.ok;
  } finally {
    release();
  }
}

async function dryRun(recipe: Recipe, options: RunOptions, output: { json: boolean; quiet: boolean }): Promise<number> {
  const plan = await render(rehearse(recipe, options), output);
  if (output.json) process.stdout.write(`${JSON.stringify({ event: 'plan', plan })}\n`);
  else process.stdout.write(formatPlan(plan));
  return EXIT.ok;
}

async function recipeOf(flags: Flags): Promise<Recipe> {
  const { direction, strength, given, fuse, format, provenance } = flags;
  const edit = { direction, strength, given };
  return resolveRecipe({
    attribute: flags.attribute,
    ...(flags.recipe !== undefined && { file: await readRecipeFile(flags.recipe), fileName: flags.recipe }),
    flags: {
      count: flags.count ?? flags.seeds?.length,
      pack: flags.pack,
      seed: flags.seed,
      seeds: flags.seeds,
      psi: flags.psi,
      noise: flags.noise,
      class: flags.class,
      maxTries: flags.maxTries,
      gates: flags.gate as GateOptions | undefined,
      edit: Object.values(edit).every((value) => value === undefined) ? undefined : edit,
      fuse: fuse ? undefined : { enabled: false },
      write: { format, provenance: provenance ? undefined : false },
    },
  });
}

function report(summary: RunSummary, { json, quiet }: { json: boolean; quiet: boolean }): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ event: 'summary', summary })}\n`);
    return;
  }
  if (quiet) return;
  process.stdout.write(formatSummary(summary));
  if (summary.interrupted) return;
  for (const flag of new Set(summary.gates.flatMap((row) => row.flag ?? []))) {
    const gates = summary.gates.filter((row) => row.flag === flag).map((row) => row.gate);
    warn(`${flag}: ${gates.join(', ')}`);
  }
  if (summary.kept < summary.wanted) {
    warn(`kept ${summary.kept} of ${summary.wanted} pairs; raise --max-tries, or loosen the gate that drops most`);
  }
}
