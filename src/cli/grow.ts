/** `diptych grow`: pairs of a face with little hair and the same face wearing a 3D hair template. */
import os from 'node:os';
import { Command, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { EXIT } from '../errors.js';
import { type GrowOptions, type GrowSummary, grow } from '../grow.js';
import type { GrowRecipe } from '../grow-recipe.js';
import { rehearseGrowth } from '../growing/rehearse.js';
import { resolveGrowRecipe } from '../growing/resolve.js';
import { readRecipeFile } from '../recipe-file.js';
import { finiteNumber, type GateOptions, gate, names, nonEmpty, shard, share, wholeNumber } from './arguments.js';
import { formatGrowPlan } from './grow-summary.js';
import { onInterrupt } from './interrupt.js';
import { render, warn } from './render.js';
import { formatSummary } from './summary.js';

/** @param setStatus takes the exit status of a run that ended without an error */
export function growCommand(setStatus: (status: number) => void) {
  return optionsOf(new Command('grow')).action(async (flags) => setStatus(await run(flags)));
}

type Flags = ReturnType<ReturnType<typeof optionsOf>['opts']>;

function optionsOf(command: Command) {
  return command
    .description(
      'Make hair-growth pairs from 3D templates, on portraits or sampled heads. Running it again goes on where it stopped.',
    )
    .optionsGroup('What to make:')
    .option(
      '-t, --templates <names|folder>',
      'styles (names, hair, beards, brows, all), files or folders of hair, parted by commas (default: hair)',
      names,
    )
    .option(
      '-i, --portraits <folder|pack>',
      'photographs, or the pack that heads are sampled from (default: heads)',
      nonEmpty,
    )
    .option('-r, --recipe <file>', 'recipe as YAML or JSON; flags lie over it', nonEmpty)
    .option('-n, --count <pairs>', 'pairs to keep', wholeNumber(1))
    .option(
      '--colours <names>',
      'natural, match, colour names, or photographs to take the colour from (default: natural)',
      names,
    )
    .option(
      '--growth <min..max>',
      'length of the hair in after, as a share of the style’s own (default: 0.7..1)',
      range,
    )
    .option('--before <share>', 'length of the hair in before (default: 0, a bald head)', share)
    .option('--sequence <images>', 'write growth stacks of so many images in place of pairs', wholeNumber(2, 64))
    .option('--strands <number>', 'strands on a whole scalp (default: 50000)', wholeNumber(100, 500_000))
    .option(
      '--size <px>',
      'side of the images (default: 512; sampled heads: 256 or the pack’s own)',
      wholeNumber(64, 2048),
    )
    .option('--no-align', 'scale photographs instead of cropping them as FFHQ does')
    .option('--no-remove', 'leave the hair that portraits have')
    .option('--psi <factor>', 'truncation psi of sampled heads (default: 0.7)', finiteNumber)
    .option('--seed <number>', 'decides styles, colours, lengths and strands (default: 0)', wholeNumber(0, 0xffffffff))
    .option('--gate <name=min..max>', 'set a gate, or turn it off with name=off; may be repeated', gate)
    .option('--max-tries <candidates>', 'candidates to try at most', wholeNumber(1))
    .option('--no-maps', 'leave out hair mask, edge, orientation and label map')
    .addOption(new Option('--format <format>', 'image format (default: png)').choices(['png', 'webp', 'jpeg']))
    .option('--no-provenance', 'leave out the XMP note that images are synthetic')
    .optionsGroup('How to run:')
    .option('-o, --out <folder>', 'folder of the dataset (default: hair-pairs)', nonEmpty)
    .option('--face-model <file|folder>', 'MediaPipe’s face models, before $DIPTYCH_FACE_MODEL and the cache', nonEmpty)
    .option('--shard <k/n>', 'make the k-th of n parts, in a folder of its own', shard)
    .option('--workers <threads>', 'worker threads', wholeNumber(1, 256), os.availableParallelism())
    .option('--threads <threads>', 'threads of one inference in a worker', wholeNumber(1, 256), 1)
    .option('--provider <name>', 'execution provider of ONNX Runtime', 'cpu')
    .option('--overwrite', 'start anew instead of resuming')
    .option('--dry-run', 'try a few pairs, print the plan and the expected yield, write nothing')
    .option('--json', 'events as JSON lines on stdout')
    .option('-q, --quiet', 'print errors only')
    .addHelpText(
      'after',
      '\nExamples:\n  diptych grow --count 16 --out hair-pairs\n  diptych grow --portraits photos --templates long-wavy,afro --sequence 6 --out growth\n\nStyles and colours: diptych hair list',
    );
}

async function run(flags: Flags): Promise<number> {
  const recipe = await recipeOf(flags);
  const abort = new AbortController();
  const options: GrowOptions = {
    out: flags.out ?? `${recipe.name}-pairs`,
    workers: flags.workers,
    threads: flags.threads,
    provider: flags.provider,
    faceModel: flags.faceModel,
    shard: flags.shard,
    overwrite: flags.overwrite === true,
    signal: abort.signal,
  };
  const output = { json: flags.json === true, quiet: flags.quiet === true };
  if (flags.dryRun) {
    const plan = await render(rehearseGrowth(recipe, options), output);
    process.stdout.write(output.json ? `${JSON.stringify({ event: 'plan', plan })}\n` : formatGrowPlan(plan));
    return EXIT.ok;
  }
  if (!output.json && !output.quiet) {
    process.stderr.write(`${recipe.name}: ${recipe.count} pairs → ${options.out} (${options.workers} workers)\n`);
  }
  const release = onInterrupt('pair', () => abort.abort());
  try {
    const summary = await render(grow(recipe, options), output);
    report(summary, output);
    if (summary.interrupted) return EXIT.interrupted;
    return summary.kept < summary.wanted ? EXIT.shortfall : EXIT.ok;
  } finally {
    release();
  }
}

async function recipeOf(flags: Flags): Promise<GrowRecipe> {
  const { growth, before } = flags;
  return resolveGrowRecipe({
    ...(flags.recipe !== undefined && { file: await readRecipeFile(flags.recipe), fileName: flags.recipe }),
    flags: {
      templates: flags.templates,
      portraits: flags.portraits,
      count: flags.count,
      colours: flags.colours,
      growth: growth === undefined && before === undefined ? undefined : { ...growth, before },
      sequence: flags.sequence,
      strands: flags.strands,
      size: flags.size,
      align: flags.align ? undefined : false,
      remove: flags.remove ? undefined : false,
      psi: flags.psi,
      seed: flags.seed,
      gates: flags.gate as GateOptions | undefined,
      maxTries: flags.maxTries,
      maps: flags.maps ? undefined : false,
      write: { format: flags.format, provenance: flags.provenance ? undefined : false },
    },
  });
}

function report(summary: GrowSummary, { json, quiet }: { json: boolean; quiet: boolean }): void {
  if (json) process.stdout.write(`${JSON.stringify({ event: 'summary', summary })}\n`);
  if (json || quiet) return;
  process.stdout.write(formatSummary(summary));
  if (summary.interrupted || summary.spent || summary.kept >= summary.wanted) return;
  warn(`kept ${summary.kept} of ${summary.wanted} pairs; raise --max-tries, or loosen the gate that drops most`);
}

function range(text: string): { min: number; max: number } {
  const [low, high, ...rest] = text.split('..').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  const [min, max] = [low, high ?? low];
  if (rest.length === 0 && min !== undefined && max !== undefined && min >= 0 && min <= max && max <= 1)
    return { min, max };
  throw new InvalidArgumentError('Expected MIN..MAX within 0 to 1, such as 0.3..1, or one number.');
}
