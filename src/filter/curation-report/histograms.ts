/** One histogram for each metric that any item has, with the thresholds of its gate. */
import { barsOf } from '../report/bars.js';
import { chart } from '../report/chart.js';
import { bandText, count, score } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import { quantile } from '../report/tally.js';
import type { Words, WordsOf } from '../report/wording.js';
import { type Collected, type MetricStats, measured } from './collect.js';

/** Histograms, gated metrics first. */
export function histograms({ metrics, tried }: Collected, words: WordsOf): Markup {
  const present = metrics.filter((m) => measured(m) > 0);
  const figures = (wanted: boolean): Markup[] =>
    present.flatMap((m, i) => (Boolean(m.band) === wanted ? [figure(m, `chart-${i}`, words(m.name), tried)] : []));
  const [gated, others] = [figures(true), figures(false)];
  return html`<section class="wide" id="scores" aria-labelledby="scores-h">
<h2 id="scores-h">Scores</h2>
<p class="intro">Every item that was measured, <span class="key"><i class="dot kept"></i>kept</span> or <span class="key"><i class="dot dropped"></i>dropped</span> for whatever reason. Dashed lines are thresholds; shaded values are refused by the gate shown, and orange outside the shade was dropped by another.</p>
${present.length === 0 && html`<p class="empty">No item was measured.</p>`}
${
  gated.length > 0 &&
  html`<div class="charts">
${gated}</div>`
}
${
  others.length > 0 &&
  html`<h3 class="gate">Measured, not gated</h3>
<div class="charts">
${others}</div>`
}
</section>
`;
}

function figure(stats: MetricStats, id: string, { unit, axis, about }: Words, tried: number): Markup {
  const { name, tally } = stats;
  const band = stats.band ?? {};
  const bars = barsOf(tally, band)!;
  const absent = tried - measured(stats);
  const description = [
    `${count(tally.kept)} kept and ${count(tally.dropped)} dropped; from ${score(tally.min)} to ${score(tally.max)}, median ${score(quantile(tally, 0.5))}.`,
    stats.band && `The gate accepts ${bandText(band, unit)} and refuses ${count(stats.outside)}.`,
    absent > 0 && `Not measured: ${count(absent)}.`,
    bars.below > 0 && `Left of the axis: ${count(bars.below)}.`,
    bars.above > 0 && `Right of the axis: ${count(bars.above)}.`,
  ]
    .filter(Boolean)
    .join(' ');
  return html`<figure><h3>${name}</h3><p class="about">${about}</p>
${chart(bars, { id, axis, band, counted: 'items', title: `Histogram of ${name}`, description })}
<figcaption>${description}</figcaption></figure>
`;
}
