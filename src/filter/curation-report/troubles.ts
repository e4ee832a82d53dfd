/** Items that could not be measured, each with its reason. */
import { count } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import type { Collected } from './collect.js';
import { readable, tooltip } from './names.js';

/** Characters of a detail that are shown. */
const DETAIL = 300;

/** The section; undefined where everything could be read. */
export function troubles(counts: Readonly<Record<string, number>>, { troubled }: Collected): Markup | undefined {
  const reasons = Object.entries(counts).filter(([, n]) => n > 0);
  const total = reasons.reduce((sum, [, n]) => sum + n, 0);
  if (total === 0 && troubled.length === 0) return undefined;
  const note =
    troubled.length < total &&
    ` Listed are the first ${count(troubled.length)} of ${count(total)}; records.jsonl holds all.`;
  return html`<section class="wide" id="troubles" aria-labelledby="troubles-h">
<h2 id="troubles-h">Trouble</h2>
<p class="intro">These were recorded and left where they are.${note}</p>
<ul class="reasons">${reasons.map(([reason, n]) => html`<li><b>${count(n)}</b> ${reason.replaceAll('_', ' ')}</li>`)}</ul>
<div class="scroll" tabindex="0" role="region" aria-labelledby="troubles-h"><table class="records troubles">
<thead><tr><th scope="col">Key</th><th scope="col">Reason</th><th scope="col">Detail</th></tr></thead>
<tbody>
${troubled.map(({ key, trouble }) => {
  const shown = readable(key);
  const full = tooltip(key, shown);
  return html`<tr><th scope="row"><code${full !== undefined && html` title="${full}"`}>${shown}</code></th><td>${trouble!.reason}</td><td class="detail">${readable(trouble!.detail, DETAIL)}</td></tr>
`;
})}</tbody>
</table></div>
</section>
`;
}
