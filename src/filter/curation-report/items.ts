/** Items as rows, to sort and filter. The browser script is that of generate's record table. */
import type { ItemRecord } from '../../item.js';
import { scoreCell, sortHead } from '../report/cells.js';
import { count } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import { type WordsOf, withUnit } from '../report/wording.js';
import { type Collected, measured } from './collect.js';
import { readable, tooltip } from './names.js';

/** Metrics that have a column: the gated ones, and others while there is room. */
const COLUMNS = 14;

/** The table, its filters, and a note when it does not hold all items. */
export function items({ rows, tried, metrics }: Collected, words: WordsOf): Markup {
  const gates = [...new Set(rows.flatMap((r) => (r.gate === undefined ? [] : [r.gate])))];
  const columns = metrics
    .filter((m) => measured(m) > 0)
    .slice(0, COLUMNS)
    .map((m) => m.name);
  const note =
    rows.length < tried &&
    html` These are ${count(rows.length)} of ${count(tried)}, evenly spread; <code>records.jsonl</code> holds all.`;
  return html`<section class="wide" id="items" aria-labelledby="items-h">
<h2 id="items-h">Items</h2>
<p class="intro">A press on a column\u2019s name sorts by it. Scores that a gate refused are marked.${note}</p>
<form class="controls" id="filters"><label>Find <input type="search" name="text" placeholder="key, split, reason" autocomplete="off" spellcheck="false"></label>
<label>Verdict <select name="verdict"><option value="">all</option><option>kept</option><option>dropped</option></select></label>
<label>Gate <select name="gate"><option value="">all</option>${gates.map((g) => html`<option value="${g}">${g}</option>`)}</select></label>
<output id="shown" aria-live="polite">${count(rows.length)} of ${count(rows.length)} shown</output></form>
<div class="scroll" tabindex="0" role="region" aria-labelledby="items-h"><table class="records" id="record-table">
<thead><tr>${['Key', 'Verdict', 'Gate', 'Split', 'Cluster'].map((name) => sortHead(name, name === 'Cluster'))}${columns.map((name) => sortHead(withUnit(name, words(name).unit), true))}</tr></thead>
<tbody>
${rows.map((record) => row(record, columns))}</tbody>
</table></div>
</section>
`;
}

function row(record: ItemRecord, columns: readonly string[]): Markup {
  const failed = new Map(record.failures.map((f) => [f.gate, f]));
  const others = record.failures.length - 1;
  const why = record.trouble
    ? html` <small>${record.trouble.reason}</small>`
    : others > 0 && html` <small>+${others}</small>`;
  const gate = record.gate !== undefined && html`${record.gate}${why}`;
  const shown = readable(record.key);
  const full = tooltip(record.key, shown);
  return html`<tr data-verdict="${record.verdict}" data-gate="${record.gate ?? ''}"><th scope="row"><code${full !== undefined && html` title="${full}"`}>${shown}</code></th><td><i class="dot ${record.verdict}"></i>${record.verdict}</td><td>${gate}</td><td>${record.split !== undefined && readable(record.split, 24)}</td><td class="n">${record.cluster}</td>${columns.map((name) => scoreCell(record.scores, name, failed.get(name)))}</tr>
`;
}
