/** Items as small figures: a picture, what is said of it, and its key. */
import type { ItemRecord } from '../../item.js';
import { count, plain, score } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import { type Album, drawn } from './album.js';
import { ending, tooltip } from './names.js';

/** Characters of a key below a picture. */
const KEY = 20;

/** An item with what is said of it. */
export interface Shown {
  readonly record: ItemRecord;
  readonly caption: Markup;
}

/** A row of figures; what the album has no room for is named below it. */
export function thumbnails(items: readonly Shown[], album: Album, nothing: string): Markup {
  if (items.length === 0) return html`<p class="none">${nothing}</p>`;
  const pictured = items.flatMap((item) => {
    const picture = drawn(album, item.record);
    return picture ? [figure(item, picture)] : [];
  });
  const rest = items.filter(({ record }) => !drawn(album, record));
  return html`${
    pictured.length > 0 &&
    html`<div class="thumbs">
${pictured}</div>`
  }${rest.length > 0 && html`<ul class="rest"><li>${pictured.length > 0 ? `${count(rest.length)} more without a picture:` : 'Without pictures:'}</li>${rest.map(({ record, caption }) => html` <li>${keyOf(record)} ${caption}</li>`)}</ul>`}`;
}

function figure({ record, caption }: Shown, picture: Markup): Markup {
  return html`<figure class="thumb ${record.kind === 'pair' && 'pair'}">${picture}<figcaption><span class="said">${caption}</span>${keyOf(record)}</figcaption></figure>
`;
}

/** The key as it fits below a picture, in full at a pointer's touch. */
function keyOf({ key }: ItemRecord): Markup {
  const shown = ending(key, KEY);
  const full = tooltip(key, shown);
  return html`<code${full !== undefined && html` title="${full}"`}>${shown}</code>`;
}

/** A value below a picture: whole numbers, which are mostly counts, without digits that say nothing. */
export function valueText(value: number): string {
  return Number.isInteger(value) ? plain(value) : score(value);
}

/** What became of an item, where it is not what the gate at hand decided. */
export function verdictNote(record: ItemRecord, gate?: string): Markup | undefined {
  if (record.verdict === 'kept' || record.gate === gate) return undefined;
  return html` <small>dropped by ${record.gate ?? 'a gate'}</small>`;
}
