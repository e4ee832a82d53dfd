/** Work on many items at once, with results in the order of the items. */

/**
 * Runs `work` on up to `limit` items at a time and yields the results in the order of the items, whatever order they
 * finish in. Items are drawn only as results are taken, so memory does not grow with their number. Leaving the loop
 * early abandons the results of what is in flight.
 */
export async function* inOrder<Item, Result>(
  items: AsyncIterable<Item> | Iterable<Item>,
  limit: number,
  work: (item: Item) => Promise<Result>,
): AsyncGenerator<Result> {
  const source = Symbol.asyncIterator in items ? items[Symbol.asyncIterator]() : items[Symbol.iterator]();
  const inFlight: Promise<Result>[] = [];
  let ended = false;
  try {
    for (;;) {
      while (!ended && inFlight.length < limit) {
        const next = await source.next();
        if (next.done) ended = true;
        else {
          const result = work(next.value);
          // A later item may fail before its turn: it is reported when its turn comes.
          result.catch(() => {});
          inFlight.push(result);
        }
      }
      const first = inFlight.shift();
      if (!first) return;
      yield await first;
    }
  } finally {
    await source.return?.();
  }
}
