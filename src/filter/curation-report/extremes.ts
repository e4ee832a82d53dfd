/** The worst and the best items by any metric, one metric at a time. */
import type { ItemRecord } from '../../item.js';
import { html, type Markup } from '../report/markup.js';
import type { WordsOf } from '../report/wording.js';
import { ALBUM_LIMIT, type Album } from './album.js';
import { type Collected, type MetricStats, measured } from './collect.js';
import type { Ranking } from './ranking.js';
import { type Shown, thumbnails, valueText, verdictNote } from './thumbnails.js';

/** The section: a panel for each metric, all but the chosen one hidden by the page's script. */
export function extremes({ metrics }: Collected, album: Album, words: WordsOf): Markup {
  const present = metrics.filter((m) => measured(m) > 0);
  const all = album.items.size === album.shown;
  return html`<section class="wide" id="extremes" aria-labelledby="extremes-h">
<h2 id="extremes-h">Worst and best</h2>
<p class="intro">The ends of each metric over all items, kept or dropped: where a metric is wrong, it shows here first. ${all ? '' : `Pictures of ${ALBUM_LIMIT} items are embedded in this report; items beyond that are named.`}</p>
${
  present.length === 0
    ? html`<p class="empty">No item was measured.</p>`
    : html`<div class="controls"><label>Metric <select id="extreme-metric">${present.map((m, i) => html`<option value="${i}">${m.name}</option>`)}</select></label></div>
${present.map((m, i) => panel(m, i, album, words))}`
}</section>
`;
}

function panel({ name, info, lowest, highest }: MetricStats, i: number, album: Album, words: WordsOf): Markup {
  const { unit, about } = words(name);
  const side = (ranking: Ranking<ItemRecord>, title: string): Markup =>
    html`<div class="side"><h4>${title}</h4>
${thumbnails(shownOf(ranking, name, unit), album, '')}</div>
`;
  const low = info?.direction === 'higher' ? 'Worst: lowest' : info?.direction === 'lower' ? 'Best: lowest' : 'Lowest';
  const high =
    info?.direction === 'higher' ? 'Best: highest' : info?.direction === 'lower' ? 'Worst: highest' : 'Highest';
  const sides = [side(lowest, low), side(highest, high)];
  return html`<div class="extreme" data-metric="${i}"><h3 class="gate">${name}</h3>${about && html`<p class="about">${about}</p>`}
<div class="sides">
${info?.direction === 'lower' ? sides.reverse() : sides}</div></div>
`;
}

function shownOf({ items }: Ranking<ItemRecord>, name: string, unit: string): Shown[] {
  return items.map((record) => ({
    record,
    caption: html`<b>${valueText(record.scores[name]!)}</b>${unit && html`<span class="sr"> ${unit}</span>`}${verdictNote(record)}`,
  }));
}
