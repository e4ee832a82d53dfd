/** What a person reads at the end of a curation or its rehearsal, on stdout. */
import type { CurateSummary } from '../curate.js';
import type { CurationPlan } from '../curation/rehearse.js';
import { columns, percent } from './summary.js';

/** Counts, then one table each: gates, what could not be measured, duplicates, balance, proposals. */
export function formatCuration(summary: CurateSummary): string {
  const { out, items, kept, gates, troubles, duplicates, splits, balance, proposals } = summary;
  if (summary.interrupted) return `${items} items measured\nInterrupted; run the same command to go on\n`;
  if (summary.shard) return `${items} items of this shard measured; run without --shard when all are\n`;
  const silent = gates.filter((row) => row.tried > 0 && row.wouldDrop === 0);
  const rows = gates
    .filter((row) => row.wouldDrop > 0)
    .map((row) => [
      row.gate,
      String(row.dropped),
      String(row.wouldDrop),
      `${(100 * row.share).toFixed(0)} %`,
      row.flag ?? '',
    ]);
  const trouble = Object.entries(troubles).map(([reason, count]) => [reason, String(count)]);
  const parts = Object.entries(splits).map(([split, count]) => `${count} ${split}`);
  const { exact, near, identity, leaks } = duplicates;
  return [
    `${kept} of ${items} items kept (${percent(kept, items)})${parts.length > 0 ? `: ${parts.join(', ')}` : ''}\n`,
    trouble.length > 0 ? `\n${columns([['not measured', 'items'], ...trouble])}` : '',
    rows.length > 0 ? `\n${columns([['gate', 'dropped', 'failed', 'of seen', ''], ...rows])}` : '',
    silent.length > 0 ? `\n${silent.length} gates dropped nothing: ${silent.map((row) => row.gate).join(', ')}\n` : '',
    exact + near + identity > 0 ? `\nduplicates: ${exact} exact, ${near} near, ${identity} of one identity\n` : '',
    leaks > 0 ? `leaks: ${leaks} items repeat one of another split\n` : '',
    balance.length > 0 ? `\n${columns([['balance', 'before', 'after'], ...balanceRows(balance)])}` : '',
    proposals ? formatProposals(proposals) : '',
    `\n${out}/report.html shows them\n`,
  ].join('');
}

function balanceRows(balance: CurateSummary['balance']): string[][] {
  return balance.map(({ bin, before, after }) => [bin, String(before), String(after)]);
}

/** Thresholds as flags, to be pasted. */
function formatProposals({ rows, items, lost }: NonNullable<CurateSummary['proposals']>): string {
  const end = (x: number | undefined): string => (x === undefined ? '' : String(Number(x.toPrecision(4))));
  const lines = rows.map(({ metric, band, why, tried, lost: dropped, alone }) => [
    `--gate ${metric}=${end(band.min)}..${end(band.max)}`,
    percent(dropped, tried),
    percent(alone, tried),
    why,
  ]);
  if (lines.length === 0) return '\nno threshold is proposed: too few items\n';
  return `\n${columns([['proposed', 'drops', 'alone', 'by'], ...lines])}together ${percent(lost, items)} of ${items} items\n`;
}

/** What would be done, with which models, and what to expect. */
export function formatCurationPlan(plan: CurationPlan): string {
  const facts: (readonly [string, string])[] = [
    ['dataset', `${plan.input}: ${plan.describe}`],
    ['items', String(plan.items)],
    ['out', plan.out],
    ['profile', plan.profile],
    ['run', `${plan.run.provider}, ${plan.run.workers} workers × ${plan.run.threads} threads`],
    ['yield', `${plan.rehearsal.kept} of ${plan.rehearsal.tried} items rehearsed, before duplicates`],
    ['time', `about ${plan.seconds < 120 ? `${Math.ceil(plan.seconds)} s` : `${Math.ceil(plan.seconds / 60)} min`}`],
  ];
  const bands = plan.gates.map(({ name, band }) => [name, `${band.min ?? ''}..${band.max ?? ''}`]);
  const models = plan.models.map(({ role, name, licence }) => [role, name, licence]);
  return [
    columns(facts),
    bands.length > 0 ? `\nGates\n${columns(bands)}` : '',
    models.length > 0 ? `\nModels\n${columns(models)}` : '',
    plan.notices.length > 0 ? `\nNot measured\n${plan.notices.map((notice) => `${notice}\n`).join('')}` : '',
    '\nNothing was written\n',
  ].join('');
}
