/** The report of a curation as one HTML document, in pieces: one picture is in memory at a time. */
import { tableScript } from '../report/browser/table.js';
import { documentEnd, documentHead } from '../report/document.js';
import { html, type Markup } from '../report/markup.js';
import { baseStyle } from '../report/style/base.js';
import { chartStyle } from '../report/style/charts.js';
import { tableStyle } from '../report/style/tables.js';
import { type WordsOf, wordsOf } from '../report/wording.js';
import { type Album, embedded, type Group, planAlbum } from './album.js';
import { extremesScript } from './browser/extremes.js';
import { type Cluster, membersOf } from './clusters.js';
import { type Collected, collect } from './collect.js';
import { duplicates } from './duplicates.js';
import { edges } from './edges.js';
import { extremes } from './extremes.js';
import { gates } from './gates.js';
import { header, titleOf } from './header.js';
import { histograms } from './histograms.js';
import { items } from './items.js';
import { origin } from './origin.js';
import { curationStyle } from './style/curation.js';
import { balance, proposals } from './suggestions.js';
import { troubles } from './troubles.js';
import type { CurationReportOptions, MetricInfo } from './types.js';

const CODE = {
  style: `${baseStyle}${tableStyle}${chartStyle}${curationStyle}`,
  script: `${extremesScript}${tableScript}`,
};

/** Reads the records, then yields the page from its first byte to its last; the pictures come at the end. */
export async function* page(options: CurationReportOptions): AsyncGenerator<Markup> {
  const { bands } = options;
  const run = await collect(options.records(), options);
  const clusters = await membersOf(options.records, run.clusters);
  const album = planAlbum(groupsOf(run, clusters));
  const words = wordsFor(options.metrics);
  const sections: readonly (readonly [id: string, name: string, content: Markup | undefined])[] = [
    ['gates', 'Gates', gates(options.yieldRows, bands, words)],
    ['scores', 'Scores', histograms(run, words)],
    ['edges', 'Thresholds', edges(run.edges, album, words)],
    ['proposals', 'Proposals', proposals(options.proposals, bands, words)],
    ['duplicates', 'Duplicates', duplicatesOf(options, clusters, album)],
    ['balance', 'Balance', balance(options.balance)],
    ['extremes', 'Worst and best', extremes(run, album, words)],
    ['items', 'Items', items(run, words)],
    ['troubles', 'Trouble', troubles(options.troubles, run)],
    ['regate', 'Decide again', origin(options, run)],
  ];
  const present = sections.filter(([, , content]) => content);
  yield documentHead(`${titleOf(options.input.path)} \u00b7 curation report`, CODE);
  yield header(options, run);
  yield html`<nav aria-label="Sections"><div class="wide">${present.map(([id, name]) => html`<a href="#${id}">${name}</a>`)}</div></nav>
`;
  for (const [, , content] of present) yield content!;
  yield* embedded(album, options.picture);
  yield documentEnd(CODE);
}

function duplicatesOf(
  { duplicates: counts, keeperRule }: CurationReportOptions,
  clusters: Cluster[],
  album: Album,
): Markup {
  return duplicates(clusters, { counts, keeperRule, album });
}

/** What claims a picture: thresholds and clusters equally, then the ends of the metrics, which are many. */
function groupsOf({ edges, metrics }: Collected, clusters: readonly Cluster[]): Group[] {
  return [
    ...edges.flatMap(({ passing, failing }) => [passing, failing]).map(({ items }) => ({ records: items, weight: 1 })),
    ...clusters.map(({ members }) => ({ records: members, weight: 1 })),
    ...metrics.flatMap(({ lowest, highest }) => [lowest, highest]).map(({ items }) => ({ records: items, weight: 2 })),
  ];
}

function wordsFor(metrics: readonly MetricInfo[]): WordsOf {
  const declared = new Map(metrics.map((m) => [m.name, m]));
  return (name) => wordsOf(name, declared.get(name)?.unit ?? '', declared.get(name)?.describe);
}
