/** Self time by name of nested pieces of one chain of work, of which only one runs at a time. */
import { clocks } from './timing.js';

/** Starts with nothing on the clock. */
export function stopwatch() {
  /** @type {Map<string, import('./timing.js').Spent>} */
  const spent = new Map();
  /** @type {string[]} */
  const running = [];
  let since = clocks();

  /** Gives the time since the last change to whatever is innermost. */
  const book = () => {
    const now = clocks();
    const name = running.at(-1);
    const { wall, cpu } = spent.get(name) ?? { wall: 0, cpu: 0 };
    if (name !== undefined) spent.set(name, { wall: wall + now.wall - since.wall, cpu: cpu + now.cpu - since.cpu });
    // Reading the clocks takes time, which belongs to nothing that is measured.
    since = { ...clocks(), wall: performance.now() };
  };

  /** @template T @param {string} name @param {() => Promise<T>} work @returns {Promise<T>} */
  const time = async (name, work) => {
    book();
    running.push(name);
    try {
      return await work();
    } finally {
      book();
      running.pop();
    }
  };

  return {
    time,
    /** Time by name, without what was nested inside. */
    spent,
    /**
     * A stage's output, timed while the next item is awaited; the stages before it keep their own time.
     * @template T @param {string} name @param {AsyncIterable<T>} source @returns {AsyncGenerator<T>}
     */
    async *stage(name, source) {
      const items = source[Symbol.asyncIterator]();
      for (;;) {
        const { done, value } = await time(name, () => items.next());
        if (done) return;
        yield value;
      }
    },
  };
}
