/** Top of the report: what was read, what is left of it, and what nobody measured. */
import { count, percent, shareOf } from '../report/format.js';
import { bar } from '../report/header.js';
import { html, type Markup } from '../report/markup.js';
import { type Collected, measured } from './collect.js';
import { readable } from './names.js';
import type { CurationReportOptions, DuplicateCounts } from './types.js';

/** Reasons named in a figure; the tables have all. */
const NAMED = 3;

/** Title, summary numbers, and the notices. */
export function header({ input, troubles, duplicates, notices }: CurationReportOptions, run: Collected): Markup {
  return html`<header class="top wide" id="top">
<p class="eyebrow">Curation report</p>
<h1>${titleOf(input.path)}</h1>
<p class="line"><b>${kindsOf(run)}</b> \u00b7 ${input.describe} (${input.format}) \u00b7 <code>${readable(input.path, 160)}</code></p>
<dl class="figures">
${keptFigure(run)}
${droppedFigure(run)}
${duplicateFigure(duplicates)}
${troubleFigure(troubles, run)}
</dl>
${unmeasured(notices, run)}</header>
`;
}

/** Last part of the path. */
export function titleOf(path: string): string {
  const parts = path.split(/[\\/]+/).filter((part) => part !== '' && part !== '.');
  return readable(parts.at(-1) ?? path, 60);
}

function kindsOf({ singles, pairs }: Collected): string {
  const words = [pairs > 0 && `${count(pairs)} ${pairs === 1 ? 'pair' : 'pairs'}`];
  if (singles > 0 || pairs === 0) words.push(`${count(singles)} ${singles === 1 ? 'image' : 'images'}`);
  return words.filter(Boolean).join(' and ');
}

function keptFigure({ kept, tried }: Collected): Markup {
  return html`<div class="figure"><dt>Kept</dt><dd><b>${count(kept)}</b><span>of ${count(tried)} items</span>${bar(shareOf(kept, tried), 'kept')}</dd>
<p>${percent(shareOf(kept, tried))} of what was read</p></div>`;
}

function droppedFigure({ decided }: Collected): Markup {
  const reasons = [...decided].filter(([gate]) => gate !== 'trouble');
  const total = reasons.reduce((sum, [, n]) => sum + n, 0);
  return html`<div class="figure"><dt>Dropped</dt><dd><b>${count(total)}</b><span>by gates and rules</span></dd>
<p>${total > 0 ? largest(reasons) : 'nothing was dropped'}</p></div>`;
}

function duplicateFigure({ exact, near, identity, leaks, clusters }: DuplicateCounts): Markup {
  const warning =
    leaks > 0 && html`<p class="warn">${count(leaks)} ${leaks === 1 ? 'leak' : 'leaks'} between splits</p>`;
  return html`<div class="figure"><dt>Duplicates</dt><dd><b>${count(exact + near + identity)}</b><span>in ${count(clusters)} ${clusters === 1 ? 'cluster' : 'clusters'}</span></dd>
<p>exact ${count(exact)} \u00b7 near ${count(near)} \u00b7 same identity ${count(identity)}</p>${warning}</div>`;
}

function troubleFigure(troubles: Readonly<Record<string, number>>, { tried }: Collected): Markup {
  const reasons = Object.entries(troubles).filter(([, n]) => n > 0);
  const total = reasons.reduce((sum, [, n]) => sum + n, 0);
  return html`<div class="figure"><dt>Trouble</dt><dd><b>${count(total)}</b><span>could not be measured</span></dd>
<p${total > 0 && html` class="warn"`}>${total > 0 ? largest(reasons) : tried > 0 ? 'every item could be read' : 'nothing was read'}</p></div>`;
}

function largest(reasons: readonly (readonly [string, number])[]): string {
  const sorted = [...reasons].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  const named = sorted.slice(0, NAMED).map(([reason, n]) => `${reason.replaceAll('_', ' ')} ${count(n)}`);
  const rest = sorted.slice(NAMED).reduce((sum, [, n]) => sum + n, 0);
  return [...named, ...(rest > 0 ? [`others ${count(rest)}`] : [])].join(' \u00b7 ');
}

/** What the caller says was not measured, and the declared metrics that no item has. */
function unmeasured(notices: readonly string[], { metrics, tried }: Collected): Markup | undefined {
  const never = tried > 0 ? metrics.filter((m) => measured(m) === 0) : [];
  const gated = never.filter((m) => m.band).map((m) => m.name);
  const others = never.filter((m) => !m.band).map((m) => m.name);
  if (notices.length + never.length === 0) return undefined;
  return html`<aside class="notices" aria-labelledby="notices-h"><h2 id="notices-h">Not measured</h2>
<ul>${notices.map((text) => html`<li>${text}</li>`)}${gated.length > 0 && html`<li>Gates that protect nothing here, because no item has their metric: <b>${gated.join(', ')}</b>.</li>`}${others.length > 0 && html`<li>Measured on no item: ${others.join(', ')}.</li>`}</ul></aside>
`;
}
