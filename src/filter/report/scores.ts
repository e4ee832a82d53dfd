/** One histogram for each gated metric, with the sentence that it shows. */
import { barsOf } from './bars.js';
import { chart } from './chart.js';
import type { MetricCounts } from './collect.js';
import { bandText, count, score } from './format.js';
import { html, type Markup } from './markup.js';
import { quantile } from './tally.js';
import type { Words, WordsOf } from './wording.js';

/** Histograms in gate order. */
export function scores(metrics: readonly MetricCounts[], words: WordsOf): Markup {
  return html`<section class="wide" id="scores" aria-labelledby="scores-h">
<h2 id="scores-h">Scores</h2>
<p class="intro">Every candidate that was measured, <span class="key"><i class="dot kept"></i>kept</span> or <span class="key"><i class="dot dropped"></i>dropped</span> by any gate. Shaded values are refused by the gate shown; orange outside the shade was dropped by another.</p>
${
  metrics.length === 0
    ? html`<p class="empty">No metric is gated.</p>`
    : html`<div class="charts">
${metrics.map((m, i) => figure(m, `chart-${i}`, words(m.metric)))}</div>`
}
</section>
`;
}

function figure(counts: MetricCounts, id: string, { unit, axis, about }: Words): Markup {
  const { metric, band, tally } = counts;
  const bars = barsOf(tally, band);
  if (!bars)
    return html`<figure><h3>${metric}</h3><p class="about">${about}</p><p class="empty">No candidate could be measured.</p></figure>
`;
  const spread = `${count(tally.kept)} kept and ${count(tally.dropped)} dropped; from ${score(tally.min)} to ${score(tally.max)}, median ${score(quantile(tally, 0.5))}.`;
  const rest = [
    `The gate accepts ${bandText(band, unit)} and refuses ${count(counts.outside)}.`,
    counts.absent > 0 && `Not measured: ${count(counts.absent)}.`,
    bars.below > 0 && `Left of the axis: ${count(bars.below)}.`,
    bars.above > 0 && `Right of the axis: ${count(bars.above)}.`,
  ];
  const description = [spread, ...rest].filter(Boolean).join(' ');
  return html`<figure><h3>${metric}</h3><p class="about">${about}</p>
${chart(bars, { id, axis, band, title: `Histogram of ${metric}`, description })}
<figcaption>${description}</figcaption></figure>
`;
}
