/** An even sample of a stream of unknown length: what a gallery shows stands for the whole run, not for its start. */

/** Items kept so far: every `stride`-th one. */
export interface Spread<T> {
  readonly limit: number;
  readonly items: T[];
  stride: number;
  seen: number;
}

/** A sample without items that holds fewer than `2 * limit` at any time. */
export function emptySpread<T>(limit: number): Spread<T> {
  return { limit, items: [], stride: 1, seen: 0 };
}

/** Offers the next item. */
export function offer<T>(to: Spread<T>, item: T): void {
  if (to.seen % to.stride === 0) to.items.push(item);
  to.seen += 1;
  if (to.items.length < 2 * Math.max(1, to.limit)) return;
  to.items.splice(0, to.items.length, ...to.items.filter((_, i) => i % 2 === 0));
  to.stride *= 2;
}

/** At most `limit` items, evenly spaced, in the order they came. */
export function taken<T>({ limit, items }: Spread<T>): T[] {
  const n = Math.min(limit, items.length);
  return Array.from({ length: n }, (_, i) => items[Math.floor((i * items.length) / n)]!);
}
