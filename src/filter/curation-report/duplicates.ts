/** Clusters of duplicates: what was taken for the same, and which one stays. */
import type { ItemRecord } from '../../item.js';
import { count, score } from '../report/format.js';
import { html, type Markup } from '../report/markup.js';
import type { Album } from './album.js';
import type { Cluster } from './clusters.js';
import { readable } from './names.js';
import { type Shown, thumbnails } from './thumbnails.js';
import type { DuplicateCounts } from './types.js';

/** What the section needs besides the clusters. */
export interface DuplicatesOptions {
  readonly counts: DuplicateCounts;
  readonly keeperRule: string;
  readonly album: Album;
}

/** The section: one card a cluster. */
export function duplicates(clusters: readonly Cluster[], { counts, keeperRule, album }: DuplicatesOptions): Markup {
  const { exact, near, identity, leaks } = counts;
  const some =
    clusters.length < counts.clusters &&
    html` Shown are ${count(clusters.length)} of ${count(counts.clusters)} clusters: those that leak between splits first, then the largest.`;
  return html`<section class="wide" id="duplicates" aria-labelledby="duplicates-h">
<h2 id="duplicates-h">Duplicates</h2>
<p class="intro"><b>${count(exact)}</b> with the same pixels, <b>${count(near)}</b> nearly the same, <b>${count(identity)}</b> of the same face${leaks > 0 && html`; <b>${count(leaks)}</b> of them stand in another split than their keeper, so that a model would be tested on what it was trained on`}. ${keeperRule}${some}</p>
${
  clusters.length === 0
    ? html`<p class="empty">No item repeats another.</p>`
    : html`<div class="clusters">
${clusters.map((cluster) => card(cluster, album))}</div>`
}
</section>
`;
}

function card({ number, size, leaks, members }: Cluster, album: Album): Markup {
  const splits = [...new Set(members.flatMap((m) => m.split ?? []))].map((split) => readable(split, 24));
  return html`<article class="cluster${members.length > 3 && ' broad'}"><h3>Cluster ${number} <small>${count(size)} items${splits.length > 0 && ` \u00b7 ${splits.join(', ')}`}</small>${leaks && html` <span class="badge">leak</span>`}</h3>
${thumbnails(members.map(shown), album, '')}${members.length < size && html`<p class="none">${count(size - members.length)} more in records.jsonl</p>`}</article>
`;
}

function shown(record: ItemRecord): Shown {
  const { duplicate, split, verdict } = record;
  const where = split !== undefined && html` <small>${readable(split, 24)}</small>`;
  if (!duplicate) {
    const kept = verdict === 'kept';
    return {
      record,
      caption: html`<b class="keeper">${kept ? 'stays' : 'keeper'}</b>${!kept && html` <small>dropped by ${record.gate ?? 'a gate'}</small>`}${where}`,
    };
  }
  const leak = duplicate.leak && html` <span class="badge">leak</span>`;
  return {
    record,
    caption: html`<b>${relation(duplicate)}</b>${verdict === 'kept' && html` <small>kept</small>`}${where}${leak}`,
  };
}

/** How near a duplicate is to its keeper. */
export function relation({ how, distance }: NonNullable<ItemRecord['duplicate']>): string {
  if (how === 'exact') return 'same pixels';
  return how === 'near' ? `${count(distance)} of 64 bits` : `cosine ${score(distance)}`;
}
