/** The items on both sides of every threshold: where it shows whether the threshold is right. */
import type { ItemRecord } from '../../item.js';
import type { Band } from '../../pair.js';
import { bandText, inBand, plain } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import type { WordsOf } from '../report/wording.js';
import type { Album } from './album.js';
import { emptyRanking, type Ranking, rank } from './ranking.js';
import { type Shown, thumbnails, valueText, verdictNote } from './thumbnails.js';

/** Items shown on each side. */
const SIDE = 12;

/** One threshold with what lies nearest to it. */
export interface Edge {
  readonly gate: string;
  readonly band: Band;
  /** Both ends at once where the band is a single value. */
  readonly end: 'min' | 'max' | 'both';
  readonly passing: Ranking<ItemRecord>;
  readonly failing: Ranking<ItemRecord>;
}

/** The thresholds of all bands, without items. */
export function edgesOf(bands: Readonly<Record<string, Band>>): Edge[] {
  return Object.entries(bands).flatMap(([gate, band]) => {
    const edge = (end: Edge['end']): Edge => ({
      gate,
      band,
      end,
      passing: emptyRanking(SIDE),
      failing: emptyRanking(SIDE),
    });
    if (band.min !== undefined && band.min === band.max) return [edge('both')];
    return [...(band.min === undefined ? [] : [edge('min')]), ...(band.max === undefined ? [] : [edge('max')])];
  });
}

/** Offers an item by its value; one that another end of the band refuses lies on no side of this one. */
export function offerEdge({ band, end, passing, failing }: Edge, value: number, record: ItemRecord): void {
  const threshold = end === 'max' ? band.max! : band.min!;
  const distance = Math.abs(value - threshold);
  if (inBand(value, band)) rank(passing, distance, record);
  else if (end === 'both' || (end === 'min') === value < threshold) rank(failing, distance, record);
}

/** The section: one panel a threshold. */
export function edges(all: readonly Edge[], album: Album, words: WordsOf): Markup {
  const shown = all.filter((e) => e.failing.items.length > 0);
  const quiet = [...new Set(all.filter((e) => !shown.includes(e) && e.passing.items.length > 0).map((e) => e.gate))];
  return html`<section class="wide" id="edges" aria-labelledby="edges-h">
<h2 id="edges-h">Both sides of each threshold</h2>
<p class="intro">The ${SIDE} items that pass each threshold by least, and the ${SIDE} that fail it by least, the nearest first. If those that fail look as good as those that pass, the gate is too strict; if those that pass look bad already, it is too loose.</p>
${shown.length === 0 && html`<p class="empty">No item lies beyond a threshold.</p>`}
${quiet.length > 0 && html`<p class="note">Nothing lies beyond a threshold of <b>${quiet.join(', ')}</b>.</p>`}
${shown.map((edge) => panel(edge, album, words(edge.gate).unit))}</section>
`;
}

function panel(edge: Edge, album: Album, unit: string): Markup {
  const { gate, band, end } = edge;
  const limit =
    end === 'both'
      ? `= ${plain(band.min!)}`
      : end === 'min'
        ? `\u2265 ${plain(band.min!)}`
        : `\u2264 ${plain(band.max!)}`;
  return html`<h3 class="gate">${gate} ${limit} <small>accepts ${bandText(band, unit)}</small></h3>
<div class="sides">
<div class="side passing"><h4><i class="dot kept"></i>Nearest that pass</h4>
${thumbnails(shownOf(edge.passing, gate), album, 'No measured item passes.')}</div>
<div class="side failing"><h4><i class="dot dropped"></i>Nearest that fail</h4>
${thumbnails(shownOf(edge.failing, gate), album, 'No measured item fails.')}</div>
</div>
`;
}

function shownOf(ranking: Ranking<ItemRecord>, gate: string): Shown[] {
  return ranking.items.map((record) => ({
    record,
    caption: html`<b>${valueText(record.scores[gate]!)}</b>${verdictNote(record, gate)}`,
  }));
}
