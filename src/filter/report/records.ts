/** Every candidate as a row, to sort and filter. */
import type { PairRecord } from '../../dataset/record.js';
import { scoreCell, sortHead } from './cells.js';
import { count, score } from './format.js';
import { endsOf } from './key-scores.js';
import { html, type Markup } from './markup.js';
import type { ReportSubject } from './types.js';
import { withUnit } from './wording.js';

/** What the table needs besides its rows. */
export interface RecordsOptions {
  /** Records in the dataset, shown or not. */
  readonly tried: number;
  readonly metrics: readonly string[];
  readonly subject: ReportSubject;
}

/** The table, its filters, and a note when it does not hold all records. */
export function records(rows: readonly PairRecord[], options: RecordsOptions): Markup {
  const { tried, metrics, subject } = options;
  const { attribute, strength, made, words } = subject;
  const gates = [...new Set(rows.flatMap((r) => (r.gate === undefined ? [] : [r.gate])))];
  const note =
    rows.length < tried &&
    html` These are the first ${count(rows.length)} of ${count(tried)}; <code>records.jsonl</code> holds all.`;
  const names = [
    strength.name.replace(/^./, (letter) => letter.toUpperCase()),
    ...(attribute === undefined ? [] : [`${attribute} before`, `${attribute} after`]),
    ...metrics.map((m) => withUnit(m, words(m).unit)),
  ];
  return html`<section class="wide" id="records" aria-labelledby="records-h">
<h2 id="records-h">Records</h2>
<p class="intro">A press on a column\u2019s name sorts by it. Scores that a gate refused are marked.${note}</p>
<form class="controls" id="filters"><label>Find <input type="search" name="text" placeholder="id, seed, gate" autocomplete="off" spellcheck="false"></label>
<label>Verdict <select name="verdict"><option value="">all</option><option>kept</option><option>dropped</option></select></label>
<label>Gate <select name="gate"><option value="">all</option>${gates.map((g) => html`<option value="${g}">${g}</option>`)}</select></label>
<output id="shown" aria-live="polite">${count(rows.length)} of ${count(rows.length)} shown</output></form>
<div class="scroll" tabindex="0" role="region" aria-labelledby="records-h"><table class="records" id="record-table">
<thead><tr>${['Id', 'Verdict', 'Gate', 'Split', 'Seed', ...made.map((m) => m.name)].map((name) => sortHead(name, name === 'Seed'))}${names.map((name) => sortHead(name, true))}</tr></thead>
<tbody>
${rows.map((r) => row(r, metrics, subject))}</tbody>
</table></div>
</section>
`;
}

function row(record: PairRecord, metrics: readonly string[], { attribute, strength, made }: ReportSubject): Markup {
  const { before, after } = endsOf(record);
  const ends =
    attribute !== undefined &&
    html`<td class="n">${before !== undefined && score(before)}</td><td class="n">${after !== undefined && score(after)}</td>`;
  const moved = record.states.at(-1)?.strength;
  const failed = new Map(record.failures.map((f) => [f.gate, f]));
  const others = record.failures.length - 1;
  const gate = record.gate !== undefined && html`${record.gate}${others > 0 && html` <small>+${others}</small>`}`;
  return html`<tr data-verdict="${record.verdict}" data-gate="${record.gate ?? ''}"><th scope="row"><code>${record.id}</code></th><td><i class="dot ${record.verdict}"></i>${record.verdict}</td><td>${gate}</td><td>${record.split}</td><td class="n">${record.seed}</td>${made.map(({ of }) => html`<td>${of(record)}</td>`)}<td class="n">${moved !== undefined && strength.text(moved)}</td>${ends}${metrics.map((m) => scoreCell(record.scores, m, failed.get(m)))}</tr>
`;
}
