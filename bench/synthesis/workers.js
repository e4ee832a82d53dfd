/** Two worker threads with a single-threaded session each: how jobs use two cores. */
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';

const SCRIPT = new URL('./session-worker.js', import.meta.url);

/**
 * @param {string} model The synthesis network's file.
 * @param {import('../../dist/engine/session.js').FloatTensor} ws
 * @param {number} count
 */
export async function openWorkers(model, ws, count) {
  const workers = Array.from({ length: count }, () => new Worker(SCRIPT, { workerData: { model, ws } }));
  const answers = () => Promise.all(workers.map((worker) => once(worker, 'message')));
  await answers();
  return {
    /** Each draws the latents once. */
    run: async () => {
      const done = answers();
      for (const worker of workers) worker.postMessage('run');
      await done;
    },
    close: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
