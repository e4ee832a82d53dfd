/** The report as one HTML document, in pieces: at no time are more pictures in memory than one card needs. */
import { compareScript } from './browser/compare.js';
import { tableScript } from './browser/table.js';
import { collect } from './collect.js';
import { documentEnd, documentHead } from './document.js';
import { gallery } from './gallery.js';
import { gateTable } from './gate-table.js';
import { header } from './header.js';
import { html, type Markup } from './markup.js';
import { misses } from './misses.js';
import { records } from './records.js';
import { scores } from './scores.js';
import { sources } from './sources.js';
import { baseStyle } from './style/base.js';
import { pictureStyle } from './style/pictures.js';
import { tableStyle } from './style/tables.js';
import type { ReportOptions } from './types.js';

const GALLERY_LIMIT = 48;

const CODE = {
  style: `${baseStyle}${tableStyle}${pictureStyle}`,
  script: `${compareScript}${tableScript}`,
};

/** Reads the records once, then yields the page from its first byte to its last. */
export async function* page(options: ReportOptions): AsyncGenerator<Markup> {
  const { root, subject, bands, yieldRows, lacking, previews } = options;
  const { figures, words } = subject;
  const run = await collect(options.records, { figures, bands, galleryLimit: options.galleryLimit ?? GALLERY_LIMIT });
  const metrics = Object.keys(bands);
  yield documentHead(`${subject.name} \u00b7 dataset report`, CODE);
  yield header(subject, run);
  yield NAVIGATION;
  yield gateTable(yieldRows, bands, words, lacking);
  yield* gallery(run.gallery, { root, kept: run.kept, bands, subject });
  yield scores(run.metrics, words);
  yield* misses(previews, { root, gates: yieldRows.map((r) => r.gate), bands, words });
  yield records(run.rows, { tried: run.tried, metrics, subject });
  yield sources(subject);
  yield documentEnd(CODE);
}

const NAVIGATION = html`<nav aria-label="Sections"><div class="wide"><a href="#gates">Gates</a><a href="#pairs">Pairs</a><a href="#scores">Scores</a><a href="#misses">Nearest misses</a><a href="#records">Records</a><a href="#recipe">Recipe</a><a href="#models">Models</a></div></nav>
`;
