/** What each gate cost, and which gates deserve distrust. */
import type { YieldRow } from '../../dataset/stats.js';
import type { Band } from '../../pair.js';
import { flagNotes, flagOf } from './flags.js';
import { bandText, count, percent } from './format.js';
import { bar } from './header.js';
import { html, type Markup } from './markup.js';
import type { WordsOf } from './wording.js';

/** One row a gate, in gate order, and below a sentence on each kind of flag, and on what is off for want of a network. */
export function gateTable(
  rows: readonly YieldRow[],
  bands: Readonly<Record<string, Band>>,
  words: WordsOf,
  lacking?: string,
): Markup {
  const body =
    rows.length === 0
      ? html`<p class="empty">No gate was active: every candidate was kept.</p>`
      : html`<table class="yield">
<thead><tr><th scope="col">Gate</th><th scope="col">Accepts</th><th scope="col" class="n">Seen</th><th scope="col" class="n">Decided</th><th scope="col" class="n">Failed</th><th scope="col">Share</th></tr></thead>
<tbody>
${rows.map((row) => gateRow(row, Object.hasOwn(bands, row.gate) ? bands[row.gate] : undefined, words(row.gate).unit))}</tbody>
</table>
${flagNotes(rows, MEANING)}`;
  return html`<section class="wide" id="gates" aria-labelledby="gates-h">
<h2 id="gates-h">Gates</h2>
<p class="intro"><b>Seen</b> counts candidates that could be measured. <b>Decided</b> counts those that failed this gate first. <b>Failed</b> counts all that fail it, whatever else they fail, so the column adds up to more than the candidates dropped.</p>
${body}
${lacking !== undefined && html`<p class="intro">${lacking}</p>\n`}</section>
`;
}

function gateRow(row: YieldRow, band: Band | undefined, unit: string): Markup {
  const flag = flagOf(row);
  return html`<tr><th scope="row">${row.gate}${flag && html` <span class="badge">${flag}</span>`}</th><td data-label="Accepts">${band ? bandText(band, unit) : '\u2013'}</td><td class="n" data-label="Seen">${count(row.tried)}</td><td class="n" data-label="Decided">${count(row.dropped)}</td><td class="n" data-label="Failed">${count(row.wouldDrop)}</td><td class="share" data-label="Share">${bar(row.share, 'dropped')}<span>${percent(row.share)}</span></td></tr>
`;
}

/** Why a reader should look at a flagged gate before trusting the dataset. */
const MEANING = {
  'drops most':
    'More than half of the candidates fail, so this gate, more than the recipe, decides what the dataset looks like. Judge its nearest misses below: if they look fine, the threshold is too strict; if not, the edit is at fault.',
  'drops nothing':
    'No candidate failed, so the gate is not known to protect anything. Its threshold may be too loose for this material, or the metric blind to it; a run of good pairs would look the same.',
  'not applied': 'The metric could not be measured for any candidate, so the gate protects nothing in this dataset.',
} as const;
