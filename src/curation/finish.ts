/** What a person and a program read of a curation: report, card, and `curation.json`, the done mark. */
import path from 'node:path';
import type { CurateOptions } from '../curate-options.js';
import { writeAtomic } from '../dataset/atomic.js';
import { renderCurationCard } from '../dataset/curated/card.js';
import { ROOT_FILES } from '../dataset/layout.js';
import { readLines } from '../dataset/lines.js';
import { readRef } from '../dataset/source/index.js';
import type { ProgressEvent } from '../engine/events.js';
import { KEEPER_RULE } from '../filter/curate/index.js';
import { pictureOf, writeCurationReport } from '../filter/curation-report/index.js';
import type { ItemRecord, Role } from '../item.js';
import type { CurateBench } from './bench.js';
import type { Decided } from './decisions.js';
import { modelsOf } from './models.js';
import type { Written } from './write-out.js';

/** What finishing needs. */
export interface FinishInput {
  readonly bench: CurateBench;
  readonly options: CurateOptions;
  readonly out: string;
  readonly decided: Decided;
  readonly written: Written;
  readonly notices: readonly string[];
}

/** Writes the three files; doing it again changes nothing. */
export async function* finishCuration(given: FinishInput): AsyncGenerator<ProgressEvent> {
  const { bench, options, out, decided, written, notices } = given;
  const { tables } = decided.decisions;
  const resolved = { ...options, profile: decided.profile, format: bench.source.format };
  const bands = Object.fromEntries(decided.gates.map(({ metric, band }) => [metric, band]));
  const troubles = Object.fromEntries(tables.trouble.map(({ reason, items }) => [reason, items]));
  const { exact, near, identity, clusters } = tables.duplicates;
  const duplicates = { exact, near, identity, clusters, leaks: tables.leaks.reduce((sum, row) => sum + row.items, 0) };
  const { format, describe } = bench.source;
  yield { event: 'stage', stage: 'report', done: 0, total: 1 };
  await writeCurationReport({
    root: out,
    input: { path: bench.input, format, describe },
    options: { ...resolved, models: modelsOf(bench) },
    metrics: decided.metrics,
    bands,
    records: () => recordsIn(out),
    yieldRows: tables.yield,
    troubles,
    duplicates,
    keeperRule: KEEPER_RULE,
    balance: tables.balance,
    proposals: tables.proposals?.rows ?? [],
    notices,
    picture: (record, role) => picture(bench.input, record, role),
  });
  const summary = {
    curation: 1,
    input: { name: path.basename(path.resolve(bench.input)), format, describe },
    options: resolved,
    models: modelsOf(bench),
    items: tables.items,
    kept: tables.kept,
    kind: decided.survey.kind,
    splits: written.splits,
    troubles,
    duplicates,
    leaks: tables.leaks,
    keeperRule: KEEPER_RULE,
    balance: tables.balance,
    gates: tables.yield.map((row) => ({ ...row, band: bands[row.gate] })),
    proposals: tables.proposals,
    columns: written.columns,
    notices,
    sha256: written.sha256,
  };
  await writeAtomic(path.join(out, ROOT_FILES.card), renderCurationCard(summary));
  await writeAtomic(path.join(out, ROOT_FILES.curation), `${JSON.stringify(summary, null, 2)}\n`);
  yield { event: 'stage', stage: 'report', done: 1, total: 1 };
}

async function* recordsIn(out: string): AsyncGenerator<ItemRecord> {
  for await (const { text } of readLines(path.join(out, ROOT_FILES.records))) yield JSON.parse(text) as ItemRecord;
}

/** The picture as it was found: of a dropped item there is no other. */
async function picture(input: string, { images }: ItemRecord, role: Role): Promise<string | undefined> {
  const image = images.find((one) => one.role === role);
  return image && pictureOf(await readRef(input, image), undefined, image.half);
}
