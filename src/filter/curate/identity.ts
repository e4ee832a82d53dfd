/**
 * Items of one person, by their embeddings. Stars, not chains: an item joins the leader it is most like, and leads
 * where none is alike enough. Linking everything that is alike would, with one false match in a thousand, join most
 * of a large dataset into one person; a star reaches no further than the threshold.
 */
import { permutation, streamOf } from '../../random.js';
import type { Embeddings } from './embeddings.js';

/**
 * Cosine from which two items count as one person. A run's own calibration puts 0.61 at one false match in a thousand
 * comparisons; a dataset compares everything with everything, so a rarer one is asked for.
 */
export const SAME_PERSON = 0.75;

/** Up to here an item is compared with every leader. */
export const EXACT_UP_TO = 20_000;

/** Lists in which an item looks for its leader when there are more items. */
const PROBES = 8;

/** What was found. */
export interface Identities {
  /** Leader of each row, itself where it leads, −1 without an embedding. */
  readonly leader: Int32Array;
  /** Cosine to the leader. */
  readonly cosine: Float32Array;
  /** Whether every leader was compared with; else some may be missed. */
  readonly exact: boolean;
}

/**
 * Leaders among `rows`, earlier ones first, of `size` rows in all. Beyond 20,000 embeddings leaders are filed under
 * the nearest of √n pivots (items drawn by a seed), and an item looks under its 8 nearest pivots only (an inverted
 * file, Jégou et al. 2011): n·√n comparisons instead of n²; two images of one person, close together, mostly share
 * pivots.
 */
export function identitiesOf(
  embeddings: Embeddings,
  rows: Uint32Array,
  size: number,
  threshold = SAME_PERSON,
  exactUpTo = EXACT_UP_TO,
): Identities {
  const leader = new Int32Array(size).fill(-1);
  const cosine = new Float32Array(size);
  const having = rows.filter((row) => embeddings.has(row));
  const exact = having.length <= exactUpTo;
  const pivots = exact ? [] : drawn(having, Math.ceil(Math.sqrt(having.length)));
  const lists: number[][] = Array.from({ length: Math.max(1, pivots.length) }, () => []);
  const near = new Int32Array(Math.min(PROBES, lists.length));
  const affinity = new Float64Array(near.length);
  for (const row of having) {
    if (!exact) nearestPivots(embeddings, pivots, row, near, affinity);
    let best = -1;
    let most = threshold;
    for (const list of near) {
      for (const other of lists[list]!) {
        const value = embeddings.cosine(row, other);
        if (value > most || (value >= most && best < 0)) {
          best = other;
          most = value;
        }
      }
    }
    leader[row] = best < 0 ? row : best;
    cosine[row] = best < 0 ? 1 : most;
    if (best < 0) lists[near[0]!]!.push(row);
  }
  return { leader, cosine, exact };
}

function drawn(rows: Uint32Array, count: number): number[] {
  const order = permutation(rows.length, streamOf(0, rows.length, 'pivots'));
  return Array.from(order.subarray(0, count), (i) => rows[i]!);
}

/** The pivots most like a row, best first, into `near`; insertion sort into a short list. */
function nearestPivots(
  embeddings: Embeddings,
  pivots: readonly number[],
  row: number,
  near: Int32Array,
  affinity: Float64Array,
): void {
  affinity.fill(-2);
  for (let p = 0; p < pivots.length; p++) {
    const value = embeddings.cosine(row, pivots[p]!);
    let at = near.length - 1;
    if (value <= affinity[at]!) continue;
    for (; at > 0 && affinity[at - 1]! < value; at--) {
      affinity[at] = affinity[at - 1]!;
      near[at] = near[at - 1]!;
    }
    affinity[at] = value;
    near[at] = p;
  }
}
