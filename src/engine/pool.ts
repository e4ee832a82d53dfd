/** Worker threads that each own their networks. Tasks go in by index; results come out in the order of the tasks. */
import { Piscina } from 'piscina';
import { DiptychError, type ErrorCode } from '../errors.js';
import { inOrder } from './ordered.js';

/** How many threads, and what each is started with. */
export interface PoolOptions {
  /** Module whose default export runs one task; make it with `taskHandler`. */
  readonly worker: URL;
  readonly workers: number;
  /** Given to every worker once, before its first task. */
  readonly workerData: unknown;
}

/** What crosses the threads: errors would lose code and hint there, so they travel as data. */
type Outcome<Result> =
  | { readonly result: Result }
  | { readonly failure: { code: ErrorCode; message: string; hint: string | undefined } };

/** Tasks in flight for each worker: one running, one waiting, so that no worker idles while the main thread writes. */
const IN_FLIGHT = 2;

/** Makes a worker's default export of a function that runs one task. */
export function taskHandler<Task, Result>(run: (task: Task) => Promise<Result>) {
  return async (task: Task): Promise<Outcome<Result>> => {
    try {
      return { result: await run(task) };
    } catch (error) {
      if (!(error instanceof DiptychError)) throw error;
      return { failure: { code: error.code, message: error.message, hint: error.hint } };
    }
  };
}

/** A pool of worker threads. */
export class WorkerPool {
  readonly #pool: Piscina;
  readonly #workers: number;
  readonly #running = new Set<Promise<unknown>>();

  constructor({ worker, workers, workerData }: PoolOptions) {
    this.#workers = workers;
    this.#pool = new Piscina({
      filename: worker.href,
      workerData,
      minThreads: workers,
      maxThreads: workers,
      idleTimeout: Number.POSITIVE_INFINITY,
    });
  }

  /** Results in the order of the tasks; tasks are drawn only as results are taken. See `inOrder`. */
  run<Task, Result>(tasks: AsyncIterable<Task> | Iterable<Task>): AsyncGenerator<Result> {
    return inOrder(tasks, this.#workers * IN_FLIGHT, (task) => this.one<Task, Result>(task));
  }

  /** Runs one task, after those that were given before it. */
  async one<Task, Result>(task: Task): Promise<Result> {
    const running = this.#pool.run(task) as Promise<Outcome<Result>>;
    this.#running.add(running);
    const settled = (): void => void this.#running.delete(running);
    running.then(settled, settled);
    const outcome = await running;
    if ('result' in outcome) return outcome.result;
    const { code, message, hint } = outcome.failure;
    throw new DiptychError(code, message, hint === undefined ? {} : { hint });
  }

  /**
   * Waits for the tasks in flight, then ends the threads. A thread that is ended while the runtime computes in it takes
   * the whole process down.
   */
  async close(): Promise<void> {
    await Promise.allSettled(this.#running);
    await this.#pool.close();
  }
}
