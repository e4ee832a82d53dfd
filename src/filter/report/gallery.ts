/** The heart of the report: kept pairs, one card each, to compare by hand. */
import type { PairRecord } from '../../dataset/record.js';
import type { Band } from '../../pair.js';
import { count, score } from './format.js';
import { overlay, picture, thumbnail } from './images.js';
import { closestGate, editedScore, endsOf, worstDrift } from './key-scores.js';
import { html, type Markup } from './markup.js';
import type { ReportSubject } from './types.js';
import type { WordsOf } from './wording.js';

/** What the cards need besides the records. */
export interface GalleryOptions {
  readonly root: string;
  /** Kept pairs in the dataset. */
  readonly kept: number;
  readonly bands: Readonly<Record<string, Band>>;
  readonly subject: ReportSubject;
}

/** The section in pieces, one card at a time: pictures are read as they are written. */
export async function* gallery(records: readonly PairRecord[], options: GalleryOptions): AsyncGenerator<Markup> {
  yield html`<section class="wide" id="pairs" aria-labelledby="pairs-h">
<h2 id="pairs-h">Kept pairs</h2>
${records.length === 0 ? html`<p class="empty">No kept pair has pictures to show.</p>` : controls(records.length, options.kept)}
<div class="cards">
`;
  for (const record of records) yield await card(record, options);
  yield html`</div>
</section>
`;
}

function controls(shown: number, kept: number): Markup {
  const which =
    shown < kept
      ? `${count(shown)} of ${count(kept)} kept pairs, evenly spread over the run and not picked by score.`
      : 'Every kept pair.';
  return html`<p class="intro">${which} Drag across a picture, or focus it and use the arrow keys. The closest call is the gate that a pair came nearest to failing.</p>
<div class="controls"><label>All sliders <input type="range" id="all-sliders" min="0" max="100" value="50"></label>
<label class="check"><input type="checkbox" id="all-masks"> Mark where the edit may change pixels</label></div>`;
}

async function card(record: PairRecord, options: GalleryOptions): Promise<Markup> {
  const title = `pair-${record.id}`;
  const masked = record.files && Object.hasOwn(record.files, 'mask') ? record.files.mask : undefined;
  const mask = masked && (await overlay(options.root, masked.path));
  return html`<article class="card" aria-labelledby="${title}">
${await compare(record, mask, options)}
${record.states.length > 2 && (await strip(record, options))}${await maps(record, options)}
<div class="facts"><h3 id="${title}"><code>${record.id}</code></h3><span class="seed">seed <code>${record.seed}</code></span></div>
<dl class="scores">${scoresOf(record, options)}</dl>
${mask && html`<label class="check"><input type="checkbox" class="mask-toggle"> Change mask</label>`}
</article>
`;
}

/** Pictures in layers: before below, every other state above it and clipped; all but the last wait hidden. */
async function compare(
  record: PairRecord,
  mask: string | undefined,
  { root, subject }: GalleryOptions,
): Promise<Markup> {
  const pictures = await Promise.all(
    record.states.map((s) => pictureOf(record, s.label, (path) => picture(root, path))),
  );
  const [before, ...others] = pictures;
  if (!before || others.some((p) => !p))
    return html`<div class="compare missing"><p>Pictures missing or unreadable</p></div>`;
  const last = others.length - 1;
  const alt = (i: number): string => altOf(record, i, subject.words);
  return html`<div class="compare">
<img class="base" src="${before}" alt="${alt(0)}" loading="lazy" decoding="async">
${others.map((src, i) => html`<img class="over" src="${src!}" alt="${alt(i + 1)}" loading="lazy" decoding="async"${i < last && html` hidden`}>\n`)}${mask && html`<img class="mask" src="${mask}" alt="" loading="lazy" decoding="async">\n`}<span class="tag left" aria-hidden="true">${record.states[0]!.label}</span><span class="tag right" aria-hidden="true">${record.states.at(-1)!.label}</span>
<input type="range" min="0" max="100" value="50" aria-label="Pair ${record.id}: share of ${record.states[0]!.label} shown"><span class="edge" aria-hidden="true"></span>
</div>`;
}

/** Every state of a stack in order; a press puts it above `before`. */
async function strip(record: PairRecord, { root }: GalleryOptions): Promise<Markup> {
  const thumbs = await Promise.all(
    record.states.map((s) => pictureOf(record, s.label, (path) => thumbnail(root, path))),
  );
  const frames = record.states.map((state, i) => {
    const value = editedScore(record.edit, state);
    const inner = html`${thumbs[i] && html`<img src="${thumbs[i]}" alt="">`}<span>${state.label}</span>${value !== undefined && html`<small>${score(value)}</small>`}`;
    if (i === 0) return html`<div class="frame">${inner}</div>`;
    const pressed = i === record.states.length - 1 ? 'true' : 'false';
    return html`<button type="button" class="frame" aria-pressed="${pressed}">${inner}</button>`;
  });
  return html`<div class="strip" role="group" aria-label="States of pair ${record.id}">${frames}</div>`;
}

/** What lies beside the pair's images for a student to be guided by. */
async function maps(record: PairRecord, { root, subject }: GalleryOptions): Promise<Markup | undefined> {
  const present = subject.maps.filter((role) => record.files && Object.hasOwn(record.files, role));
  if (present.length === 0) return undefined;
  const thumbs = await Promise.all(present.map((role) => pictureOf(record, role, (path) => thumbnail(root, path))));
  const frames = present.map(
    (role, i) =>
      html`<div class="frame">${thumbs[i] && html`<img src="${thumbs[i]}" alt="">`}<span>${role}</span></div>`,
  );
  return html`<div class="strip" role="group" aria-label="Maps of pair ${record.id}">${frames}</div>`;
}

function pictureOf(
  record: PairRecord,
  label: string,
  read: (path: string) => Promise<string | undefined>,
): Promise<string | undefined> {
  const file = record.files && Object.hasOwn(record.files, label) ? record.files[label] : undefined;
  return file ? read(file.path) : Promise.resolve(undefined);
}

function altOf({ states, edit }: PairRecord, i: number, words: WordsOf): string {
  const { label } = states[i]!;
  const value = editedScore(edit, states[i]);
  if (value === undefined || edit.attribute === undefined) return label;
  const { unit } = words(edit.attribute);
  return `${label}, ${edit.attribute} ${score(value)} ${unit}`.trimEnd();
}

function scoresOf(record: PairRecord, { bands, subject }: GalleryOptions): (Markup | false | undefined)[] {
  const { words, strength, made } = subject;
  const { attribute } = record.edit;
  const { before, after } = endsOf(record);
  const [first, last] = [record.states[0]!, record.states.at(-1)!];
  const drift = worstDrift(record);
  const closest = closestGate(record, bands);
  const measured = attribute !== undefined && before !== undefined && after !== undefined;
  return [
    measured && entry(attribute, `${score(before)} \u2192 ${score(after)}`, words(attribute).unit),
    ...made.map(({ name, of }) => {
      const text = of(record);
      return text !== undefined && entry(name, text);
    }),
    entry(strength.name, `${strength.text(first.strength)} \u2192 ${strength.text(last.strength)}`, strength.unit),
    record.scores.identity !== undefined && entry('identity', score(record.scores.identity)),
    drift && entry('largest drift', score(drift.value), drift.name),
    closest && entry('closest call', score(closest.value), `${closest.name} ${closest.limit}`),
  ];
}

function entry(name: string, value: string, unit = ''): Markup {
  return html`<div><dt>${name}</dt><dd>${value}${unit && html` <small>${unit}</small>`}</dd></div>`;
}
