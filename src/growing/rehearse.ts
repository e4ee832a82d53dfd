/** The rehearsal of a run (`--dry-run`): a few pairs are grown for real, so the yield is measured. Nothing is written. */
import path from 'node:path';
import { recordOf } from '../dataset/record.js';
import type { ProgressEvent } from '../engine/events.js';
import { growGates } from '../filter/hair/index.js';
import type { Gate } from '../filter/index.js';
import type { GrowOptions } from '../grow.js';
import type { GrowRecipe } from '../grow-recipe.js';
import type { GrownPair, GrowTask } from '../grow-worker.js';
import { encode, encodeMask } from '../image/codec.js';
import { statesOf } from '../pair.js';
import { RunCounter } from '../run-counter.js';
import { openGrowBench } from './bench.js';
import { planOf } from './plan.js';

/** What a run would do. */
export interface GrowthPlan {
  readonly recipe: GrowRecipe;
  readonly run: { readonly out: string; readonly workers: number };
  readonly portraits: number | 'sampled';
  readonly templates: readonly string[];
  readonly models: readonly { readonly role: string; readonly name: string; readonly sha256: string }[];
  readonly gates: readonly Gate[];
  readonly rehearsal: {
    readonly tried: number;
    readonly kept: number;
    readonly dropped: Readonly<Record<string, number>>;
  };
  /** Share of candidates that will be kept, and how many it takes; null when the rehearsal kept none. */
  readonly expectedYield: number;
  readonly expectedCandidates: number | null;
  /** Bytes on disk for the asked count. */
  readonly expectedBytes: number;
}

/** Pairs grown: enough to tell a yield of a half from one of a fifth, few enough to wait for. */
const REHEARSED = 8;

/** @throws DiptychError as `grow` would */
export async function* rehearseGrowth(
  given: GrowRecipe,
  options: GrowOptions,
): AsyncGenerator<ProgressEvent, GrowthPlan> {
  const bench = yield* openGrowBench(given, options);
  const { recipe, portraits, templates, choices, faceFiles, pool } = bench;
  try {
    const tasks = Array.from({ length: REHEARSED }, (_, index): GrowTask => {
      const plan = planOf(recipe, index, choices);
      return { plan, ...(portraits.kind === 'folder' && { portrait: portraits.items[plan.portrait]! }) };
    });
    const counter = new RunCounter({ count: REHEARSED });
    let bytes = 0;
    for await (const grown of pool.run<GrowTask, GrownPair>(tasks)) {
      counter.add(recordOf(grown.pair));
      if (grown.pair.verdict.kept) bytes += await sizeOf(grown, recipe);
      yield { event: 'stage', stage: 'rehearse', done: counter.counts().tried, total: tasks.length };
    }
    const { tried, kept, dropped } = counter.counts();
    return {
      recipe,
      run: { out: path.resolve(options.out), workers: options.workers },
      portraits: portraits.kind === 'folder' ? portraits.items.length : 'sampled',
      templates: templates.map(({ name }) => name),
      models: faceFiles,
      gates: growGates(recipe.gates),
      rehearsal: { tried, kept, dropped },
      expectedYield: kept / tried,
      expectedCandidates: kept > 0 ? Math.ceil((recipe.count * tried) / kept) : null,
      expectedBytes: kept > 0 ? Math.ceil((recipe.count * bytes) / kept) : 0,
    };
  } finally {
    await pool.close();
  }
}

async function sizeOf({ pair, maps }: GrownPair, { write }: GrowRecipe): Promise<number> {
  let bytes = 0;
  for (const plane of [pair.mask, ...Object.values(maps)]) bytes += (await encodeMask(plane)).length;
  for (const { image } of statesOf(pair)) bytes += (await encode(image, { format: write.format })).length;
  return bytes;
}
