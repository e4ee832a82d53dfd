/** The planted set of single portraits: which plants, how many, and how each is made. */
import { hash32, streamOf } from '../../dist/random.js';
import { deckOf, numbered, sourcesOf } from './deck.js';
import { encoded, fitted, nameWith, resized, save, stored, USUAL } from './files.js';
import { beside, crop, paste } from './pixels.js';
import { addNoise, blur, brighten, clouds, expose, flat } from './plants.js';

const EACH = { photo: 4, head: 4 };
const HALF = { photo: 3, head: 3 };

/** Plants that are made of one base. `level` is what the plant's unit says in docs and tables. */
const PLANTS = [
  ...[1, 2, 4].map((level) => ({ kind: 'blur', level, counts: EACH, make: ({ picture }) => blur(picture, level) })),
  ...[0.08, 0.02].map((level) => ({
    kind: 'dark',
    level,
    counts: HALF,
    make: ({ picture }) => expose(picture, level),
  })),
  ...[4, 12].map((level) => ({ kind: 'bright', level, counts: HALF, make: ({ picture }) => expose(picture, level) })),
  { kind: 'noise', level: 25, counts: EACH, make: ({ picture }, { random }) => addNoise(picture, 25, random) },
  { kind: 'blocky', level: 6, counts: EACH, make: ({ picture }) => picture, encoding: { format: 'jpeg', quality: 6 } },
  { kind: 'no_face', counts: { photo: 5, head: 5 }, make: withoutFace },
  { kind: 'two_faces', counts: EACH, make: twoFaces },
  { kind: 'small_face', level: 0.2, counts: EACH, make: smallFace },
  { kind: 'cut_face', counts: EACH, make: cutFace },
  { kind: 'flat', counts: HALF, make: ({ picture }, { random }) => flatLike(picture, random) },
];

/** Copies of clean items that stay in the set. */
const COPIES = [
  { kind: 'exact_duplicate', counts: EACH, make: (picture) => picture, encoding: () => ({ format: 'webp' }) },
  { kind: 'near_duplicate', counts: EACH, make: nearly, encoding: () => ({ format: 'jpeg', quality: 60 }) },
  { kind: 'leak', counts: EACH, make: nearly, encoding: () => ({ format: 'jpeg', quality: 60 }), leaks: true },
];

/**
 * Writes `singles/{train,test}` below `root`.
 * @param {string} root
 * @param {readonly import('./bases.js').Base[]} bases
 * @param {number} seed
 * @returns {Promise<object[]>} lines of truth.jsonl
 */
export async function plantSingles(root, bases, seed) {
  const deck = deckOf(bases, streamOf(seed, 0, 'singles/deal'));
  const items = [];
  for (const { kind, level, counts, make, encoding } of PLANTS) {
    for (const source of sourcesOf(counts)) {
      const base = deck.take(source);
      if (base === undefined) continue;
      const random = streamOf(seed, items.length, 'singles/plant');
      const picture = await make(base, { random, deck });
      items.push({ base, plants: [kind], level, picture, encoding: encoding ?? USUAL[source] });
    }
  }
  const clean = deck.rest().map((base) => ({ base, plants: [], picture: base.picture, encoding: USUAL[base.source] }));
  items.push(...clean, ...(await copiesOf(clean)));
  return write(root, items, seed);
}

async function copiesOf(clean) {
  const copies = [];
  const used = new Set();
  for (const { kind, counts, make, encoding, leaks = false } of COPIES) {
    for (const source of sourcesOf(counts)) {
      const original = clean.find((item) => item.base.source === source && !used.has(item));
      if (original === undefined) continue;
      used.add(original);
      const picture = await make(await stored(original.picture, original.encoding));
      const { split } = original.base;
      const elsewhere = split === 'train' ? 'test' : 'train';
      const base = { ...original.base, split: leaks ? elsewhere : split };
      copies.push({ base, plants: [kind], picture, encoding: encoding(), original });
    }
  }
  return copies;
}

async function write(root, items, seed) {
  const keys = new Map();
  const order = numbered(items, streamOf(seed, 0, 'singles/order'));
  for (const [number, item] of order) keys.set(item, `${item.base.split}/${number}`);
  for (const [item, key] of keys) {
    await save(root, nameWith(`singles/${key}`, item.encoding), await encoded(item.picture, item.encoding));
  }
  return [...keys].map(([{ base, plants, level, original }, key]) => ({
    set: 'singles',
    key,
    plants,
    level,
    of: keys.get(original),
    source: base.source,
    person: base.person,
  }));
}

/** As another tool would have stored the same picture: a little smaller and back, a little brighter. */
export async function nearly(picture) {
  const smaller = await resized(picture, 0.92 * picture.width, 0.92 * picture.height);
  return brighten(await resized(smaller, picture.width, picture.height), 1.03);
}

/** The clothes below the chin of a photograph; for a head, which has none, clouds. */
async function withoutFace({ source, picture, face }, { random }) {
  if (source === 'head') return clouds(picture.width, random);
  const [x, y] = face.chin;
  const top = y + 0.35 * face.box.height;
  const side = Math.max(picture.height - top, 96);
  return fitted(crop(picture, x - side / 2, picture.height - side, side, side), picture.width);
}

function twoFaces(base, { deck }) {
  const other = deck.take(base.source, { split: base.split, notPerson: base.person }) ?? base;
  // A seam on a multiple of 8 px would look like one of JPEG's blocks.
  const middle = ({ picture: p }) => crop(p, 0.13 * p.width, 0, 0.74 * p.width, p.height);
  return beside(middle(base), middle(other));
}

async function smallFace({ picture }) {
  const { width, height } = picture;
  // Not by 8, the side of JPEG's blocks.
  const coarse = await resized(picture, width / 7, height / 7);
  const ground = await resized(blur(coarse, 6), width, height);
  return paste(ground, await resized(picture, 0.2 * width, 0.2 * height), 0.55 * width, 0.35 * height);
}

/** A square from a little left of the nose to the right: half a face, at the left edge of its frame. */
function cutFace({ picture, face }) {
  const { width, height } = picture;
  const [x, y] = face?.nose ?? [width / 2, height / 2];
  const left = x - 0.03 * width;
  const side = width - left;
  return crop(picture, left, y - side / 2, side, side);
}

function flatLike({ width, height }, random) {
  const colour = hash32(String(random()));
  return flat(width, height, [40 + (colour % 170), 40 + ((colour >>> 8) % 170), 40 + ((colour >>> 16) % 170)]);
}
