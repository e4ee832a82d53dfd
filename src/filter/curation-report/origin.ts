/** What the result is a function of, and how to decide again without measuring again. */
import type { Band } from '../../pair.js';
import { html, type Markup } from '../report/markup.js';
import { quantile } from '../report/tally.js';
import { type Collected, measured } from './collect.js';
import { regateCommand } from './command.js';
import type { CurationReportOptions } from './types.js';

/** Characters of the options that are shown. */
const OPTIONS_CHARS = 1 << 16;

/** The resolved options, and the command that decides again. */
export function origin({ input, root, options, proposals }: CurationReportOptions, run: Collected): Markup {
  const json = JSON.stringify(options, null, 2);
  const cut = json.length > OPTIONS_CHARS;
  const example = proposals[0] ? { [proposals[0].metric]: proposals[0].band } : exampleGate(run);
  return html`<section class="wide" id="regate" aria-labelledby="regate-h">
<h2 id="regate-h">Decide again</h2>
<p class="intro">What was measured is stored beside this report in <code>measurements.jsonl</code>. The same command with other gates reads it from there: that takes seconds, and no picture is measured twice. <code>--gate name=min..max</code> sets a gate, <code>--gate name=off</code> turns one off.</p>
<pre tabindex="0"><code>${regateCommand(input.path, root, example)}</code></pre>
</section>
<section class="wide" id="options" aria-labelledby="options-h">
<h2 id="options-h">Options and models</h2>
<p class="intro">As resolved for this run: the same options with the same models give the same result.</p>
<pre tabindex="0"><code>${cut ? json.slice(0, OPTIONS_CHARS) : json}</code></pre>
${cut && html`<p class="note">The rest is left out here.</p>`}
</section>
`;
}

/** A gate to show the syntax with: one in force, or one that would drop the worst tenth by the first metric. */
function exampleGate({ metrics }: Collected): Record<string, Band> {
  const gated = metrics.find((m) => m.band && measured(m) > 0);
  if (gated) return { [gated.name]: gated.band! };
  const first = metrics.find((m) => measured(m) > 0 && m.info && m.info.direction !== 'none');
  if (!first) return {};
  const higher = first.info!.direction === 'higher';
  const value = Number(quantile(first.tally, higher ? 0.1 : 0.9).toPrecision(3));
  return { [first.name]: higher ? { min: value } : { max: value } };
}
