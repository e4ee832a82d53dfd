/** What each gate cost, and which gates deserve distrust. */
import type { YieldRow } from '../../dataset/stats.js';
import type { Band } from '../../pair.js';
import { type Flag, flagNotes, flagOf } from '../report/flags.js';
import { bandText, count, percent } from '../report/format.js';
import { bar } from '../report/header.js';
import { html, type Markup } from '../report/markup.js';
import type { WordsOf } from '../report/wording.js';

/** One row a gate, in gate order, and below a sentence on each kind of flag. */
export function gates(rows: readonly YieldRow[], bands: Readonly<Record<string, Band>>, words: WordsOf): Markup {
  return html`<section class="wide" id="gates" aria-labelledby="gates-h">
<h2 id="gates-h">Gates</h2>
${
  rows.length === 0
    ? html`<p class="empty">No gate was active: every item that could be read was kept.</p>`
    : html`<p class="intro"><b>Seen</b> counts items that could be measured. <b>Decided</b> counts those that failed this gate first. <b>Would drop</b> counts all that fail it, whatever else they fail: what the gate would drop if it stood alone.</p>
<table class="yield">
<thead><tr><th scope="col">Gate</th><th scope="col">Accepts</th><th scope="col" class="n">Seen</th><th scope="col" class="n">Decided</th><th scope="col" class="n">Would drop</th><th scope="col">Share</th></tr></thead>
<tbody>
${rows.map((row) => gateRow(row, Object.hasOwn(bands, row.gate) ? bands[row.gate] : undefined, words(row.gate).unit))}</tbody>
</table>
${flagNotes(rows, MEANING)}`
}
</section>
`;
}

function gateRow(row: YieldRow, band: Band | undefined, unit: string): Markup {
  const flag = MEANING[flagOf(row) ?? 'drops nothing'] && flagOf(row);
  return html`<tr><th scope="row">${row.gate}${flag && html` <span class="badge">${flag}</span>`}</th><td data-label="Accepts">${band ? bandText(band, unit) : '\u2013'}</td><td class="n" data-label="Seen">${count(row.tried)}</td><td class="n" data-label="Decided">${count(row.dropped)}</td><td class="n" data-label="Would drop">${count(row.wouldDrop)}</td><td class="share" data-label="Share">${bar(row.share, 'dropped')}<span>${percent(row.share)}</span></td></tr>
`;
}

/**
 * Why a reader should look at a flagged gate before trusting the dataset. That one drops nothing is no fault in a dataset
 * that someone else made with care.
 */
const MEANING: Readonly<Partial<Record<Flag, string>>> = {
  'drops most':
    'More than half of the items fail. Judge both sides of its threshold below: if those that fail look fine, the threshold is too strict for this material.',
  'not applied': 'The metric could not be measured for any item, so the gate protects nothing in this dataset.',
};
