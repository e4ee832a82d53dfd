/**
 * The pictures of a report. Each is embedded once, at the end of the page, and drawn by reference wherever its item is
 * shown; so a page that shows an item five times holds its picture once, and needs no script to show it.
 */
import type { ItemRecord, Role } from '../../item.js';
import { html, type Markup } from '../report/markup.js';
import { readable } from './names.js';

/** Items that get a picture, at most; a pair gets two. */
export const ALBUM_LIMIT = 400;

/** Characters of a picture's data URI: 24 KiB of pixels and more, several times what a thumbnail takes. */
const PICTURE_CHARS = 1 << 15;
/** Characters of all pictures together. Reached only by pictures that compress far worse than faces do. */
const ALBUM_CHARS = 12 << 20;

/** The only pictures that are embedded: raster formats, which hold neither scripts nor references. */
const DATA_URI = /^data:image\/(?:webp|png|jpeg|gif|avif);base64,[A-Za-z0-9+/]+={0,2}$/;

/** From pixels that are not there to as many as a picture has, in user units. */
const SIDE = 100;
const GAP = 3;

/** Items that are shown together, the most telling first. */
export interface Group {
  readonly records: readonly ItemRecord[];
  /** How fast its items lose their claim to a picture; 1 where the first and the tenth matter much the same. */
  readonly weight: number;
}

/** Which items have pictures. */
export interface Album {
  /** By index, in the order in which they are embedded. */
  readonly items: ReadonlyMap<number, ItemRecord>;
  /** Items that any group shows. */
  readonly shown: number;
}

/** Gives pictures to the first items of every group, then to their second ones, and so on while there is room. */
export function planAlbum(groups: readonly Group[], limit = ALBUM_LIMIT): Album {
  const claims = groups.flatMap(({ records, weight }) =>
    records.map((record, i) => ({ record, claim: (i + 1) * weight })),
  );
  const all = new Map<number, ItemRecord>();
  for (const { record } of claims.sort((a, b) => a.claim - b.claim))
    all.set(record.index, all.get(record.index) ?? record);
  return { items: new Map([...all].slice(0, limit)), shown: all.size };
}

/** An item's picture, before and after side by side for a pair; undefined where the album has none. */
export function drawn({ items }: Album, { index }: ItemRecord): Markup | undefined {
  const record = items.get(index);
  if (!record) return undefined;
  const roles = rolesOf(record);
  const width = roles.length * (SIDE + GAP) - GAP;
  return html`<svg class="picture" viewBox="0 0 ${width} ${SIDE}" role="img" aria-label="${roles.join(' and ')} of ${readable(record.key)}">${roles.map((_, i) => html`<use href="#p${index}-${i}" x="${i * (SIDE + GAP)}"/>`)}</svg>`;
}

/** The pictures themselves, one at a time. What cannot be shown is said so where it would stand. */
export async function* embedded(
  { items }: Album,
  picture: (record: ItemRecord, role: Role) => Promise<string | undefined>,
): AsyncGenerator<Markup> {
  let room = ALBUM_CHARS;
  yield html`<svg class="sr" width="1" height="1" aria-hidden="true"><defs>
`;
  for (const [index, record] of items) {
    for (const [i, role] of rolesOf(record).entries()) {
      const id = `p${index}-${i}`;
      const uri = await picture(record, role).catch(() => undefined);
      const fits = uri !== undefined && uri.length <= Math.min(PICTURE_CHARS, room) && DATA_URI.test(uri);
      if (fits) room -= uri.length;
      yield fits
        ? html`<image id="${id}" width="${SIDE}" height="${SIDE}" href="${uri}"/>
`
        : html`<text id="${id}" class="lost" dx="${SIDE / 2}" dy="${SIDE / 2 + 4}">no picture</text>
`;
    }
  }
  yield html`</defs></svg>
`;
}

/** What is shown of an item: both ends of a pair, whatever lies between them, or the one image. */
function rolesOf({ kind, images }: ItemRecord): Role[] {
  if (kind === 'pair') return ['before', 'after'];
  return [images[0]?.role ?? 'image'];
}
