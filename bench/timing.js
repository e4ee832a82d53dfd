/**
 * Timing on two clocks. The wall clock is what a user waits; processor time is the same on a quiet machine, and on a
 * busy one leaves out the time in which the machine did something else, so ratios are taken of processor time.
 */

/**
 * @typedef {object} Spent
 * @property {number} wall ms
 * @property {number} cpu ms of all threads of this process
 */

/** Both clocks now. @returns {Spent} */
export function clocks() {
  const wall = performance.now();
  const { user, system } = process.cpuUsage();
  return { wall, cpu: (user + system) / 1000 };
}

/** Runs of each alternative before any is timed: the first ones allocate, compile and fill caches. */
const WARM_UP = 3;

/**
 * Medians of each alternative. They take turns, so that whatever else the machine does hits all alike.
 * @param {readonly { name: string, run: () => Promise<unknown> }[]} alternatives
 * @param {number} repeats
 * @returns {Promise<Map<string, Spent>>} by name
 */
export async function medians(alternatives, repeats) {
  const timed = alternatives.map(({ name, run }) => ({ name, run, wall: [], cpu: [] }));
  for (const { run } of timed) for (let i = 0; i < WARM_UP; i++) await run();
  for (let i = 0; i < repeats; i++) {
    for (const { run, wall, cpu } of timed) {
      const start = clocks();
      await run();
      const end = clocks();
      wall.push(end.wall - start.wall);
      cpu.push(end.cpu - start.cpu);
    }
  }
  return new Map(timed.map(({ name, wall, cpu }) => [name, { wall: median(wall), cpu: median(cpu) }]));
}

/** @param {readonly number[]} values @returns {number} */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}
