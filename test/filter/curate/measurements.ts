/** Measurements made by hand, and many made by a seed. */
import type { MeasuredImage, Measurement, Role } from '../../../src/item.js';
import { streamOf } from '../../../src/random.js';

const HEX = 16 ** 8;

/** Sixteen hex digits from two words. */
export const hex = (high: number, low: number): string =>
  [high, low].map((word) => (word >>> 0).toString(16).padStart(8, '0')).join('');

/** A hash with the given bits (0 to 63) flipped. */
export function flipped(hash: string, ...bits: readonly number[]): string {
  let value = BigInt(`0x${hash}`);
  for (const bit of bits) value ^= 1n << BigInt(bit);
  return value.toString(16).padStart(16, '0');
}

/** An image of 512 × 512 px whose pixels nothing else has, unless told. */
export const imageOf = (role: Role, path: string, over: Partial<MeasuredImage> = {}): MeasuredImage => ({
  role,
  path,
  width: 512,
  height: 512,
  format: 'png',
  bytes: 1000,
  sha256: '0'.repeat(64),
  notes: [],
  pixels: `${path}:${role}`,
  phash: randomHash(path + role),
  thumb: thumb(),
  scores: {},
  ...over,
});

/** A thumb of grey, or of a grey that is `lighter` by some steps of 32 to the standard deviation, in every other cell. */
export const thumb = (lighter = 0): string =>
  Buffer.from(Uint8Array.from({ length: 100 }, (_, i) => 128 + (i % 2) * lighter)).toString('base64');

/** A single portrait. `image` changes its image, `over` the measurement. */
export function single(
  index: number,
  over: Partial<Measurement> = {},
  image: Partial<MeasuredImage> = {},
): Measurement {
  const key = over.key ?? `item-${index}`;
  return { index, key, kind: 'single', images: [imageOf('image', key, image)], scores: {}, ...over };
}

/** A pair. */
export function pair(
  index: number,
  over: Partial<Measurement> = {},
  before: Partial<MeasuredImage> = {},
  after: Partial<MeasuredImage> = {},
): Measurement {
  const key = over.key ?? `item-${index}`;
  const images = [imageOf('before', key, before), imageOf('after', key, after)];
  return { index, key, kind: 'pair', images, scores: {}, ...over };
}

/** An embedding as measurements hold it. */
export function embedding(values: readonly number[]): string {
  const length = Math.hypot(...values);
  return Buffer.from(Int8Array.from(values, (x) => Math.round((127 * x) / length)).buffer).toString('base64');
}

/** Normal numbers by Box and Muller. */
export function normalOf(random: () => number): () => number {
  return () => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

/** A source that can be read again. */
export const source = (items: readonly Measurement[]): (() => AsyncIterable<Measurement>) =>
  async function* () {
    yield* items;
  };

function randomHash(text: string): string {
  const random = streamOf(0, 0, text);
  return hex(random() * HEX, random() * HEX);
}
