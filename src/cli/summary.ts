/** What a person reads at the end of a run or a rehearsal, on stdout. */
import type { RunSummary } from '../generate.js';
import type { Band } from '../pair.js';
import type { Plan } from '../rehearse.js';

/** Counts, and the yield table: what each gate decided. */
export function formatSummary({ out, tried, kept, wanted, gates, interrupted }: RunSummary): string {
  const head = `${kept} of ${wanted} pairs kept, ${tried} candidates tried (yield ${percent(kept, tried)})`;
  if (interrupted) return `${head}\nInterrupted; run the same command to go on\n`;
  const rows = gates.map(({ gate, dropped, wouldDrop, share, flag }) => [
    gate,
    String(dropped),
    String(wouldDrop),
    `${(100 * share).toFixed(0)} %`,
    flag ?? '',
  ]);
  const table = columns([['gate', 'dropped', 'failed', 'of seen', ''], ...rows]);
  return `${head}\n\n${table}\n${out}/report.html shows them\n`;
}

/** What would be done, with which models, and what to expect. */
export function formatPlan({ recipe, run, models, gates, lacks, rehearsal, ...expected }: Plan): string {
  const { edit } = recipe;
  const facts: (readonly [string, string])[] = [
    ['dataset', run.out],
    ['pairs', `${recipe.count} × ${recipe.name}: ${recipe.prompt}`],
    ['edit', `${edit.direction}, ${aim(edit)}`],
    ['seeds', recipe.seeds ? `${recipe.seeds.length} given` : `derived from ${recipe.seed}`],
    ['pack', `${recipe.pack} ${recipe.packSha256?.slice(0, 12)}…`],
    ['run', `${run.provider}, ${run.workers} workers × ${run.threads} threads`],
    ['yield', `${percent(rehearsal.kept, rehearsal.tried)} of ${rehearsal.tried} candidates rehearsed`],
    [
      'candidates',
      expected.expectedCandidates === null ? 'unknown: none was kept' : `about ${expected.expectedCandidates}`,
    ],
    ['disk', `about ${megabytes(expected.expectedBytes)}`],
  ];
  const files = models.map(({ path, sha256, licence }) => [path, sha256, licence]);
  const bands = [
    ...gates.map((gate) => [gate.name, interval(gate.band)]),
    ...lacks.flatMap(({ what, off }) => off.map((name) => [name, `off: ${what}`])),
  ];
  const title = (text: string): string => `\n${text}\n`;
  return `${columns(facts)}${title('Gates')}${columns(bands)}${title('Models')}${columns(files)}\nNothing was written\n`;
}

/** What the search is after, or the move that is forced. */
function aim({ attribute, before, after, strength }: Plan['recipe']['edit']): string {
  const targets = `${attribute} ${interval(before)} → ${interval(after)}`;
  return strength === 'search' ? targets : `${attribute === undefined ? '' : `${targets}, `}strength ${strength}`;
}

const interval = ({ min, max }: Band): string => `${min ?? ''}..${max ?? ''}`;

export const percent = (part: number, whole: number): string =>
  `${whole === 0 ? 0 : Math.round((100 * part) / whole)} %`;
export const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

export function columns(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, c) => Math.max(...rows.map((row) => row[c]!.length))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, c) => cell.padEnd(widths[c]!))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
