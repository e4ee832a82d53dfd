/** The few best of a stream: what has the smallest rank, in memory that does not grow with the stream. */

/** At most `limit` items, smallest rank first; of equal ones the earlier. */
export interface Ranking<T> {
  readonly limit: number;
  readonly ranks: number[];
  readonly items: T[];
}

/** A ranking without items. */
export function emptyRanking<T>(limit: number): Ranking<T> {
  return { limit, ranks: [], items: [] };
}

/** Offers the next item. Most are refused by one comparison, so a million items cost little. */
export function rank<T>(into: Ranking<T>, value: number, item: T): void {
  const { limit, ranks, items } = into;
  if (ranks.length >= limit && !(value < ranks[limit - 1]!)) return;
  let at = ranks.length;
  while (at > 0 && value < ranks[at - 1]!) at -= 1;
  ranks.splice(at, 0, value);
  items.splice(at, 0, item);
  if (ranks.length > limit) {
    ranks.pop();
    items.pop();
  }
}
