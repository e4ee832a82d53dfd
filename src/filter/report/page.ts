/** The report as one HTML document, in pieces: at no time are more pictures in memory than one card needs. */
import { createHash } from 'node:crypto';
import { compareScript } from './browser/compare.js';
import { tableScript } from './browser/table.js';
import { collect } from './collect.js';
import { gallery } from './gallery.js';
import { gateTable } from './gate-table.js';
import { header } from './header.js';
import { html, type Markup, trusted } from './markup.js';
import { misses } from './misses.js';
import { records } from './records.js';
import { scores } from './scores.js';
import { sources } from './sources.js';
import { baseStyle } from './style/base.js';
import { pictureStyle } from './style/pictures.js';
import { tableStyle } from './style/tables.js';
import type { ReportOptions } from './types.js';
import { wordsFor } from './wording.js';

const GALLERY_LIMIT = 48;

const STYLE = `${baseStyle}${tableStyle}${pictureStyle}`;
const SCRIPT = `${compareScript}${tableScript}`;

/** Reads the records once, then yields the page from its first byte to its last. */
export async function* page(options: ReportOptions): AsyncGenerator<Markup> {
  const { root, recipe, manifest, bands, yieldRows, previews } = options;
  const run = await collect(options.records, { bands, galleryLimit: options.galleryLimit ?? GALLERY_LIMIT });
  const metrics = Object.keys(bands);
  const words = wordsFor(manifest, recipe.edit.attribute);
  yield head(`${recipe.name} \u00b7 dataset report`);
  yield header(recipe, manifest, run);
  yield NAVIGATION;
  yield gateTable(yieldRows, bands, words);
  yield* gallery(run.gallery, { root, kept: run.kept, bands, words });
  yield scores(run.metrics, words);
  yield* misses(previews, { root, gates: yieldRows.map((r) => r.gate), bands, words });
  yield records(run.rows, { tried: run.tried, attribute: recipe.edit.attribute, metrics, words });
  yield sources(recipe, manifest);
  yield html`</main>
<script>${trusted(SCRIPT)}</script>
</body>
</html>
`;
}

/** The policy forbids the page every request, and every script and style but its own: a second wall behind escaping. */
function head(title: string): Markup {
  const policy = `default-src 'none'; img-src data:; style-src '${hashOf(STYLE)}'; script-src '${hashOf(SCRIPT)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="diptych">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>${trusted(STYLE)}</style>
</head>
<body>
<main>
`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}

const NAVIGATION = html`<nav aria-label="Sections"><div class="wide"><a href="#gates">Gates</a><a href="#pairs">Pairs</a><a href="#scores">Scores</a><a href="#misses">Nearest misses</a><a href="#records">Records</a><a href="#recipe">Recipe</a><a href="#models">Models</a></div></nav>
`;
