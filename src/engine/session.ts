/** One ONNX Runtime session: float32 tensors in, float32 tensors out. The only file that talks to the runtime. */
import os from 'node:os';
import * as runtime from 'onnxruntime-node';
import { DiptychError } from '../errors.js';
import type { FloatTensor } from './tensor.js';

export type { FloatTensor } from './tensor.js';

/** Where and how inference runs. */
export interface SessionOptions {
  /** Execution provider, as `availableProviders` names it. */
  readonly provider: string;
  /** Threads of one inference. */
  readonly threads: number;
}

/** Providers that this build can run, `cpu` first. */
export function availableProviders(): string[] {
  return runtime.listSupportedBackends().map((backend) => backend.name);
}

/**
 * The runtime drops an unknown provider silently and runs on the CPU, so names are checked here.
 * @throws DiptychError E_USAGE
 */
export function checkProvider(provider: string): void {
  const available = availableProviders();
  if (available.includes(provider)) return;
  throw new DiptychError(
    'E_USAGE',
    `Expected one of ${available.join(', ')} for --provider but received ${provider}, which is not available on ${os.platform()}-${os.arch()}`,
    { hint: 'Use --provider cpu, or install an ONNX Runtime with that provider' },
  );
}

/** A loaded network. */
export class Session {
  readonly #session: runtime.InferenceSession;

  private constructor(session: runtime.InferenceSession) {
    this.#session = session;
  }

  /**
   * @param label what to call a network from memory in an error
   * @throws DiptychError E_MODEL when the file is no network, E_PROVIDER when the provider does not start
   */
  static async open(model: string | Uint8Array, options: SessionOptions, label = 'a network'): Promise<Session> {
    const config: runtime.InferenceSession.SessionOptions = {
      executionProviders: [options.provider],
      // Set always: the default pins one thread to each core, which fails in containers with fewer cores.
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
      // A plan of the memory for each batch size would be kept: a third more memory, and no faster (docs/performance.md).
      enableMemPattern: false,
      // 3 = errors: it warns once for each noise input that may be overridden, which is meant.
      logSeverityLevel: 3,
    };
    try {
      const create = runtime.InferenceSession.create;
      return new Session(typeof model === 'string' ? await create(model, config) : await create(model, config));
    } catch (cause) {
      const name = typeof model === 'string' ? model : label;
      const reason = String((cause as Error).message).split('\n')[0];
      throw new DiptychError(
        options.provider === 'cpu' ? 'E_MODEL' : 'E_PROVIDER',
        `Expected a network for ${name} on ${options.provider} but received: ${reason}`,
        { cause, hint: options.provider === 'cpu' ? 'Install the pack again' : 'Try --provider cpu' },
      );
    }
  }

  /** Names of the inputs that have to be given. */
  get inputs(): readonly string[] {
    return this.#session.inputNames;
  }

  /** Runs the network. Results of other numbers become float32. The call blocks its thread until it is done. */
  async run(inputs: Readonly<Record<string, FloatTensor>>): Promise<Record<string, FloatTensor>> {
    const feeds = Object.fromEntries(
      Object.entries(inputs).map(([name, t]) => [name, new runtime.Tensor('float32', t.data, t.shape)]),
    );
    const results = await this.#session.run(feeds);
    return Object.fromEntries(
      Object.entries(results).map(([name, t]) => [name, { data: toFloats(t.data), shape: t.dims }]),
    );
  }

  async close(): Promise<void> {
    await this.#session.release();
  }
}

function toFloats(data: runtime.Tensor['data']): Float32Array {
  return data instanceof Float32Array ? data : Float32Array.from(data as Iterable<number | bigint>, Number);
}
