/** The rehearsal of a curation (`--dry-run`): what would be measured and decided, from a few items; nothing is written. */
import type { CurateOptions } from '../curate-options.js';
import { curateOptionsSchema } from '../curate-options.js';
import type { CurateTask } from '../curate-worker.js';
import { checkApart } from '../dataset/claim.js';
import type { ProgressEvent } from '../engine/events.js';
import type { Gate } from '../filter/gates.js';
import type { Item, Measurement } from '../item.js';
import { type BenchOptions, openBench } from './bench.js';
import { decideOn } from './decisions.js';
import { modelsOf, type UsedModel } from './models.js';
import { noticesOf } from './survey.js';

/** What a run would do. */
export interface CurationPlan {
  readonly input: string;
  readonly format: string;
  readonly describe: string;
  readonly out: string;
  readonly items: number;
  readonly profile: string;
  readonly gates: readonly Gate[];
  readonly models: readonly UsedModel[];
  readonly notices: readonly string[];
  readonly run: { readonly workers: number; readonly threads: number; readonly provider: string };
  readonly rehearsal: { readonly tried: number; readonly kept: number };
  /** Expected time of measuring, from the rehearsed items. */
  readonly seconds: number;
}

/** Items that are measured. */
const REHEARSED = 24;

/** Measures items spread over the dataset. @throws DiptychError as the run would */
export async function* rehearseCuration(
  input: string,
  given: CurateOptions,
  run: BenchOptions & { readonly out: string },
): AsyncGenerator<ProgressEvent, CurationPlan> {
  const options = curateOptionsSchema.parse(given);
  const bench = await openBench(input, options, run);
  try {
    await checkApart(input, run.out);
    let items = 0;
    for await (const _ of bench.source.items()) items++;
    const tried = await spread(bench.source.items(), items);
    const calibrated = yield* bench.calibrate();
    const pool = bench.workers(calibrated);
    const tasks = tried.map((item, index): CurateTask => ({ kind: 'measure', item: { ...item, index } }));
    const measured: Measurement[] = [];
    let start = process.uptime();
    for await (const measurement of pool.run<CurateTask, Measurement>(tasks)) {
      // The first ones wait for the models to load.
      if (measured.length === run.workers) start = process.uptime();
      measured.push(measurement);
      yield { event: 'stage', stage: 'rehearse', done: measured.length, total: tasks.length };
    }
    const timed = Math.max(1, measured.length - run.workers);
    const seconds = ((process.uptime() - start) / timed) * items;
    const { samePerson } = calibrated;
    const again = async function* (): AsyncGenerator<Measurement> {
      yield* measured;
    };
    const decided = await decideOn(again, bench, {
      options: { ...options, balance: [], duplicates: null },
      samePerson,
      calibrate: false,
    });
    const { format, describe } = bench.source;
    const { workers, threads, provider } = run;
    return {
      input,
      format,
      describe,
      out: run.out,
      items,
      profile: decided.profile,
      gates: decided.gates,
      models: modelsOf(bench),
      notices: noticesOf(decided.survey, bench, options),
      run: { workers, threads, provider },
      rehearsal: { tried: measured.length, kept: decided.decisions.tables.kept },
      seconds,
    };
  } finally {
    await bench.close();
  }
}

/** Items at even distances, the first among them. */
async function spread(items: AsyncIterable<Item>, count: number): Promise<Item[]> {
  const step = Math.max(1, count / REHEARSED);
  const taken: Item[] = [];
  for await (const item of items) if (item.index >= taken.length * step && taken.length < REHEARSED) taken.push(item);
  return taken;
}
