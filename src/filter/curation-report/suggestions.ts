/** What the data itself says of thresholds, and what balancing did to the bins. */
import type { Band } from '../../pair.js';
import { bandText, count, percent, shareOf } from '../report/format.js';
import { bar } from '../report/header.js';
import { html, type Markup } from '../report/markup.js';
import type { WordsOf } from '../report/wording.js';
import { flagFor } from './command.js';
import type { BalanceRow, Proposal } from './types.js';

/** Proposed thresholds beside those in force; undefined where none were asked for. */
export function proposals(
  rows: readonly Proposal[],
  bands: Readonly<Record<string, Band>>,
  words: WordsOf,
): Markup | undefined {
  if (rows.length === 0) return undefined;
  return html`<section class="wide" id="proposals" aria-labelledby="proposals-h">
<h2 id="proposals-h">Proposed thresholds</h2>
<p class="intro">Calibrated on this dataset and not in force: <b>Would refuse</b> counts the measured items that each would drop, <b>Alone</b> those that no other proposal drops. Take over those that the pictures above confirm.</p>
<table class="yield suggested">
<thead><tr><th scope="col">Metric</th><th scope="col">Proposed</th><th scope="col">In force</th><th scope="col">Because of</th><th scope="col">To take it over</th><th scope="col" class="n">Alone</th><th scope="col">Would refuse</th></tr></thead>
<tbody>
${rows.map(({ metric, band, why, tried, lost, alone }) => {
  const { unit } = words(metric);
  const share = shareOf(lost, tried);
  const now = Object.hasOwn(bands, metric) ? bandText(bands[metric], unit) : 'no gate';
  return html`<tr><th scope="row">${metric}</th><td data-label="Proposed">${bandText(band, unit)}</td><td data-label="In force">${now}</td><td data-label="Because of">${WHY[why]}</td><td data-label="To take it over"><code>${flagFor(metric, band)}</code></td><td class="n" data-label="Alone">${count(alone)}</td><td class="share" data-label="Would refuse">${bar(share, 'dropped')}<span>${count(lost)} \u00b7 ${percent(share)}</span></td></tr>
`;
})}</tbody>
</table>
</section>
`;
}

const WHY: Readonly<Record<Proposal['why'], string>> = {
  valley: 'a gap between two groups',
  outliers: 'distance from the middle',
  tail: 'the outermost hundredth',
};

/** Bins before and after; undefined where nothing was balanced. */
export function balance(rows: readonly BalanceRow[]): Markup | undefined {
  if (rows.length === 0) return undefined;
  const total = rows.reduce((sum, row) => sum + row.after, 0);
  return html`<section class="wide" id="balance" aria-labelledby="balance-h">
<h2 id="balance-h">Balance</h2>
<p class="intro"><b>Before</b> counts items that passed every gate, <b>After</b> those that stayed; the share is of what stayed.</p>
<table class="yield balance">
<thead><tr><th scope="col">Bin</th><th scope="col" class="n">Before</th><th scope="col" class="n">After</th><th scope="col">Share</th></tr></thead>
<tbody>
${rows.map(({ bin, before, after }) => {
  const share = shareOf(after, total);
  return html`<tr><th scope="row">${bin}</th><td class="n" data-label="Before">${count(before)}</td><td class="n" data-label="After">${count(after)}</td><td class="share" data-label="Share">${bar(share, 'kept')}<span>${percent(share)}</span></td></tr>
`;
})}</tbody>
</table>
</section>
`;
}
