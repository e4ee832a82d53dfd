/** Bases to deal out: each is used once. */
import { permutation } from '../../dist/random.js';

/**
 * Shuffles bases; photographs and heads apart.
 * @param {readonly import('./bases.js').Base[]} bases
 * @param {() => number} random
 */
export function deckOf(bases, random) {
  const piles = { photo: [], head: [] };
  for (const i of permutation(bases.length, random)) piles[bases[i].source].push(bases[i]);
  return {
    /** The next base of a source, if any is left, and if asked for of a split or of another person. */
    take(source, { split, notPerson } = {}) {
      const pile = piles[source];
      const at = pile.findIndex((b) => (split === undefined || b.split === split) && b.person !== notPerson);
      return at < 0 ? undefined : pile.splice(at, 1)[0];
    },
    /** All that is left. */
    rest: () => [...piles.photo.splice(0), ...piles.head.splice(0)],
  };
}

/** Both sources, each as often as wanted. @param {{ photo?: number, head?: number }} counts */
export const sourcesOf = (counts) =>
  Object.entries(counts).flatMap(([source, count]) => Array.from({ length: count }, () => source));

/** The list in another order, each element with its number as six digits. */
export function numbered(list, random) {
  return [...permutation(list.length, random)].map((from, to) => [String(to).padStart(6, '0'), list[from]]);
}
