/** The planted set of pairs in two folders: which plants, how many, and how each is made. */

import { alignFfhq } from '../../dist/image/align/ffhq.js';
import { ffhqQuad } from '../../dist/image/align/quad.js';
import { streamOf } from '../../dist/random.js';
import { deckOf, numbered, sourcesOf } from './deck.js';
import { encoded, nameWith, resized, save, stored } from './files.js';
import { crop } from './pixels.js';
import { blur, expose, localEdit, shift } from './plants.js';
import { nearly } from './singles.js';

const EACH = { photo: 4, head: 4 };
const HALF = { photo: 3, head: 3 };
const PNG = { format: 'png' };
const JPEG = { format: 'jpeg', quality: 92 };

/** Directions of the heads' edits, and how far of their range: those that leave the ground and the outline alone. */
const EDITS = [
  ['smile', 0.6],
  ['hair-colour:blond', 0.5],
  ['mouth-open', 0.25],
  ['hair-colour:grey', 0.35],
];

/** What is cut off all sides of a shifted pair, px, so that the shift brings in pixels that were there. */
const MARGIN = 8;
/** A side that is no multiple of the other's. */
const OTHER_SIZE = 0.875;

/** Plants of one pair each: {before, after} → the same, spoiled. */
const PLANTS = [
  ...[0.5, 1, 2, 4].map((level) => ({
    kind: 'shifted',
    level,
    counts: EACH,
    make: (pair, { random }) => shifted(pair, level, 2 * Math.PI * random()),
  })),
  { kind: 'identity_change', counts: EACH, make: otherPerson },
  { kind: 'no_change', counts: EACH, make: async ({ before }) => ({ before, after: await stored(before, JPEG) }) },
  ...[2, 4].map((level) => ({
    kind: 'after_blurred',
    level,
    counts: HALF,
    make: ({ before, after }) => ({ before, after: blur(after, level) }),
  })),
  { kind: 'after_dark', level: 0.02, counts: EACH, make: (pair) => ({ ...pair, after: expose(pair.after, 0.02) }) },
  { kind: 'sizes_differ', counts: HALF, make: async (pair) => ({ ...pair, after: await otherSize(pair.after) }) },
  { kind: 'missing_partner', counts: HALF, make: (pair) => pair, spoil: () => undefined },
  { kind: 'truncated', counts: HALF, make: (pair) => pair, spoil: (bytes) => bytes.subarray(0, 0.45 * bytes.length) },
  { kind: 'not_an_image', counts: HALF, make: (pair) => pair, spoil: () => Buffer.from('This is not an image.\n') },
];

/** Pairs whose partners are exchanged, two and two. */
const SWAPPED = { photo: 4, head: 4 };
/** Copies of clean pairs that stay in the set. */
const COPIED = EACH;

/**
 * Writes `pairs/{before,after}` below `root`.
 * @param {string} root
 * @param {{ bases: readonly import('./bases.js').Base[], others: readonly import('./bases.js').Base[] }} given
 *   Bases of the pairs, and more heads to take another identity from.
 * @param {Awaited<ReturnType<typeof import('./heads.js').openHeads>>} heads
 * @param {number} seed
 * @returns {Promise<object[]>} lines of truth.jsonl
 */
export async function plantPairs(root, { bases, others }, heads, seed) {
  const deck = deckOf(bases, streamOf(seed, 0, 'pairs/deal'));
  const pool = await Promise.all(others.map(async (o) => ({ ...o, attributes: await heads.attributes(o.head) })));
  let edits = 0;
  const editOf = async (base) => ({ before: base.picture, after: await edited(base, heads, edits++) });
  const items = [];
  for (const { kind, level, counts, make, spoil } of PLANTS) {
    for (const source of sourcesOf(counts)) {
      const base = deck.take(source);
      if (base === undefined) continue;
      const random = streamOf(seed, items.length, 'pairs/plant');
      const pair = await make(await editOf(base), { base, random, deck, pool, heads });
      items.push({ base, plants: [kind], level, ...pair, spoil });
    }
  }
  items.push(...(await swappedPairs(deck, editOf)));
  const clean = [];
  for (const base of deck.rest()) clean.push({ base, plants: [], ...(await editOf(base)) });
  items.push(...clean, ...(await copiesOf(clean)));
  return write(root, items, seed);
}

async function edited(base, heads, turn) {
  if (base.source === 'photo') return localEdit(base.picture, base.face);
  const { picture } = await heads.edit(base.head, ...EDITS[turn % EDITS.length]);
  return picture;
}

function shifted({ before, after }, px, angle) {
  const moved = shift(after, px * Math.cos(angle), px * Math.sin(angle));
  const inner = (p) => crop(p, MARGIN, MARGIN, p.width - 2 * MARGIN, p.height - 2 * MARGIN);
  return { before: inner(before), after: inner(moved) };
}

const otherSize = (picture) => resized(picture, OTHER_SIZE * picture.width, OTHER_SIZE * picture.height);

/** A head: the most alike in attributes of the pool. A photograph: somebody else, both cut as FFHQ does by the eyes. */
async function otherPerson({ before }, { base, deck, pool, heads }) {
  if (base.source === 'head') {
    const wanted = await heads.attributes(base.head);
    const scale = wanted.map((_, i) => deviation(pool.map(({ attributes }) => attributes[i])));
    const far = (attributes) => attributes.reduce((sum, a, i) => sum + ((a - wanted[i]) / scale[i]) ** 2, 0);
    const [nearest] = pool.sort((a, b) => far(a.attributes) - far(b.attributes)).splice(0, 1);
    return { before, after: nearest.picture };
  }
  const other = deck.take('photo', { notPerson: base.person });
  const aligned = ({ picture, face }) => alignFfhq(picture, ffhqQuad(face.points), { size: 512 });
  return { before: aligned(base), after: aligned(other) };
}

function deviation(values) {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length) || 1;
}

async function swappedPairs(deck, editOf) {
  const items = [];
  for (const source of sourcesOf({ photo: SWAPPED.photo / 2, head: SWAPPED.head / 2 })) {
    const one = deck.take(source);
    const other = one && deck.take(source, { notPerson: one.person });
    if (other === undefined) continue;
    const [a, b] = [await editOf(one), await editOf(other)];
    items.push({ base: one, plants: ['swapped'], before: a.before, after: b.after });
    items.push({ base: other, plants: ['swapped'], before: b.before, after: a.after });
  }
  return items;
}

async function copiesOf(clean) {
  const copies = [];
  const used = new Set();
  for (const source of sourcesOf(COPIED)) {
    const original = clean.find((item) => item.base.source === source && !used.has(item));
    if (original === undefined) continue;
    used.add(original);
    const { base, before, after } = original;
    copies.push({
      base,
      plants: ['near_duplicate'],
      before: await nearly(before),
      after: await nearly(after),
      original,
    });
  }
  return copies;
}

async function write(root, items, seed) {
  const order = numbered(items, streamOf(seed, 0, 'pairs/order'));
  const keys = new Map(order.map(([key, item]) => [item, key]));
  for (const [item, key] of keys) {
    // Every third photograph was stored with loss, both sides alike.
    const encoding = item.base.source === 'photo' && Number(key) % 3 === 0 ? JPEG : PNG;
    const before = await encoded(item.before, encoding);
    const after = await encoded(item.after, encoding);
    const spoiled = item.spoil ? item.spoil(after) : after;
    await save(root, nameWith(`pairs/before/${key}`, encoding), before);
    if (spoiled) await save(root, nameWith(`pairs/after/${key}`, encoding), spoiled);
  }
  return [...keys].map(([{ base, plants, level, original }, key]) => ({
    set: 'pairs',
    key,
    plants,
    level,
    of: keys.get(original),
    source: base.source,
    person: base.person,
  }));
}
