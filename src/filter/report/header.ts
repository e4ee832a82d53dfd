/** Top of the report: what the dataset is, and whether the run went well, in four numbers. */
import type { Collected, Means } from './collect.js';
import { count, percent, score, shareOf } from './format.js';
import { html, type Markup } from './markup.js';
import type { ReportSubject } from './types.js';

/** Title, the recipe in one line, summary numbers. */
export function header({ name, prompt, line, wanted, figures }: ReportSubject, run: Collected): Markup {
  return html`<header class="top wide" id="top">
<p class="eyebrow">Dataset report</p>
<h1>${name}</h1>
<p class="lead">\u201c${prompt}\u201d</p>
<p class="line">${line}</p>
<dl class="figures">
${keptFigure(wanted, run)}
${yieldFigure(run)}
${figures.map((figure, i) => html`${meansFigure(figure.name, run.means[i]!, figure.meaning)}\n`)}</dl>
</header>
`;
}

function keptFigure(wanted: number, { kept, tried }: Collected): Markup {
  const missing = wanted - kept;
  const goal = missing > 0 ? `${count(missing)} short of` : 'reaches';
  return html`<div class="figure"><dt>Kept</dt><dd><b>${count(kept)}</b><span>of ${count(tried)} candidates</span></dd>
<p${missing > 0 && html` class="warn"`}>${goal} the ${count(wanted)} asked for</p></div>`;
}

function yieldFigure({ kept, tried }: Collected): Markup {
  const each = kept > 0 ? `one pair from ${score(tried / kept)} candidates` : 'no candidate passed every gate';
  return html`<div class="figure"><dt>Yield</dt><dd><b>${percent(shareOf(kept, tried))}</b>${bar(shareOf(kept, tried), 'kept')}</dd>
<p>${each}</p></div>`;
}

function meansFigure(name: string, means: Means, meaning: string): Markup {
  if (means.kept === undefined && means.dropped === undefined)
    return html`<div class="figure"><dt>${name}</dt><dd class="quiet">not measured in this run</dd></div>`;
  const mean = (series: 'kept' | 'dropped'): Markup => {
    const value = means[series];
    return html`<dd><b>${value === undefined ? '\u2013' : score(value)}</b><span><i class="dot ${series}"></i>${series}</span></dd>`;
  };
  return html`<div class="figure two"><dt>${name}</dt>${mean('kept')}${mean('dropped')}
<p>${meaning}</p></div>`;
}

/** A share of one as a thin bar; decoration beside a number that says the same. */
export function bar(share: number, series: 'kept' | 'dropped'): Markup {
  const width = Number((100 * Math.min(1, Math.max(0, share))).toFixed(2));
  return html`<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="4"/><rect class="${series}" width="${width}" height="4"/></svg>`;
}
