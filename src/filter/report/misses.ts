/** The pairs that each gate dropped by the smallest margin: where a threshold shows whether it is right. */
import type { Preview } from '../../dataset/previews.js';
import type { Band } from '../../pair.js';
import { bandText, plain, score } from './format.js';
import { preview } from './images.js';
import { html, type Markup } from './markup.js';
import type { WordsOf } from './wording.js';

/** Previews shown for one gate. */
const MISSES_PER_GATE = 12;

/** What the section needs besides the previews. */
export interface MissesOptions {
  readonly root: string;
  /** Gates in the order to show them; others follow in the order of the previews. */
  readonly gates: readonly string[];
  readonly bands: Readonly<Record<string, Band>>;
  readonly words: WordsOf;
}

/** The section in pieces, one gate at a time. */
export async function* misses(previews: readonly Preview[], options: MissesOptions): AsyncGenerator<Markup> {
  yield html`<section class="wide" id="misses" aria-labelledby="misses-h">
<h2 id="misses-h">Nearest misses</h2>
<p class="intro">Dropped pairs that came closest to each threshold. If they look as good as the kept ones, the gate is too strict; if the nearest already look wrong, it is doing its work.</p>
`;
  if (previews.length === 0) yield html`<p class="empty">No previews of dropped pairs were kept.</p>`;
  for (const gate of new Set([...options.gates, ...previews.map((p) => p.gate)])) {
    const nearest = nearestOf(previews, gate);
    if (nearest.length > 0) yield await gateOf(gate, nearest, options);
  }
  yield html`</section>
`;
}

/** Previews of a gate by distance to its threshold; ties by id, so that the order is one. */
function nearestOf(previews: readonly Preview[], gate: string): Preview[] {
  return previews
    .filter((p) => p.gate === gate)
    .sort((a, b) => distance(a) - distance(b) || (a.id < b.id ? -1 : 1))
    .slice(0, MISSES_PER_GATE);
}

function distance({ failure }: Preview): number {
  return Math.abs(failure.value - failure.threshold);
}

async function gateOf(gate: string, nearest: readonly Preview[], options: MissesOptions): Promise<Markup> {
  const band = Object.hasOwn(options.bands, gate) ? options.bands[gate] : undefined;
  const figures: Markup[] = [];
  for (const miss of nearest)
    figures.push(figure(miss, await preview(options.root, miss.path), options.words(gate).unit));
  return html`<h3 class="gate">${gate} ${band && html`<small>accepts ${bandText(band, options.words(gate).unit)}</small>`}</h3>
<div class="misses">
${figures}</div>
`;
}

function figure({ gate, id, failure }: Preview, src: string | undefined, unit: string): Markup {
  const low = failure.value < failure.threshold;
  const image = src
    ? html`<img src="${src}" alt="Dropped pair ${id}" loading="lazy" decoding="async">`
    : html`<p class="missing">No picture</p>`;
  return html`<figure class="miss">${image}<figcaption><code>${id}</code><span><b>${score(failure.value)}</b> ${low ? '<' : '>'} ${plain(failure.threshold)}<span class="sr"> ${unit}: too ${low ? 'low' : 'high'} for ${gate}</span></span></figcaption></figure>
`;
}
