/** Near-duplicates among kept pairs, by the perceptual hash and the attributes of *before*. */
import { invariant } from '../errors.js';
import type { PackManifest } from '../pack/manifest.js';
import type { AttributeScores } from '../pair.js';
import { popcount } from './phash.js';

/**
 * Largest difference of any attribute, in spans, at which two faces may still be one picture.
 *
 * The hash alone is too coarse for aligned faces before plain backgrounds: of the 44,850 pairs of 300 seeds of a
 * small generator 136 have hashes within 2 bits, and differ in skin or hair at a glance. With this limit on all of
 * age, expression, hair and pose 1 remains, and is a duplicate to the eye; at 0.1 there are 12, most of them not.
 */
export const ALIKE_WITHIN = 0.05;

/** The kept pair whose hash is nearest. */
export interface Nearest {
  readonly id: string;
  /** Differing bits, 0 to 64. Always even between images with contrast: the median sets 32 bits in each. */
  readonly distance: number;
}

/** Attributes in spans, in the manifest's order; NaN, which is unlike nothing, where one was not measured. */
export function featuresOf(attributes: AttributeScores, manifest: PackManifest): Float32Array {
  const declared = manifest.scorers.attributes?.attributes ?? [];
  return Float32Array.from(declared, ({ name, span }) => (attributes[name] ?? Number.NaN) / span);
}

/**
 * Hashes and attributes of the kept pairs. Both are in every record, so a resumed run rebuilds this very index from
 * its journal; identity embeddings are not.
 *
 * Searched one by one: with 100,000 pairs a query takes 1 to 2 ms on a busy core, next to some tens of ms for making
 * a pair. Tables over bands of the hash would be faster, and inexact beyond a fixed distance.
 */
export class DuplicateIndex {
  readonly #ids: string[] = [];
  readonly #features: (Float32Array | undefined)[] = [];
  #halves = new Uint32Array(2048);

  /** Number of pairs. */
  get size(): number {
    return this.#ids.length;
  }

  /** Adds a kept pair. `phash` is 16 hex digits, `features` as of `featuresOf`. */
  add(id: string, phash: string, features?: Float32Array): void {
    const [high, low] = split(phash);
    const at = 2 * this.#ids.length;
    if (at === this.#halves.length) {
      const larger = new Uint32Array(2 * at);
      larger.set(this.#halves);
      this.#halves = larger;
    }
    this.#halves[at] = high;
    this.#halves[at + 1] = low;
    this.#ids.push(id);
    this.#features.push(features);
  }

  /**
   * The nearest hash among pairs whose features are alike, or among all where features are not given; the earliest
   * added of equals. Undefined when there is none.
   */
  nearest(phash: string, features?: Float32Array): Nearest | undefined {
    const [high, low] = split(phash);
    const halves = this.#halves;
    const count = this.#ids.length;
    let best = -1;
    let distance = 65;
    for (let i = 0; i < count && distance > 0; i++) {
      const bits = popcount(halves[2 * i]! ^ high) + popcount(halves[2 * i + 1]! ^ low);
      if (bits < distance && alike(features, this.#features[i])) {
        best = i;
        distance = bits;
      }
    }
    return best < 0 ? undefined : { id: this.#ids[best]!, distance };
  }
}

function alike(a: Float32Array | undefined, b: Float32Array | undefined): boolean {
  if (!a || !b) return true;
  for (let i = 0; i < a.length; i++) if (Math.abs(a[i]! - b[i]!) > ALIKE_WITHIN) return false;
  return true;
}

function split(phash: string): [number, number] {
  invariant(/^[0-9a-f]{16}$/.test(phash), 'a perceptual hash is 16 hex digits');
  return [Number.parseInt(phash.slice(0, 8), 16), Number.parseInt(phash.slice(8), 16)];
}
