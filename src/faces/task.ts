/** MediaPipe's vision tasks in plain Node, without a browser: how one is made, run, and replaced when it breaks. */
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

/** The module @mediapipe/tasks-vision, and where its WebAssembly is. */
export interface Vision {
  readonly api: typeof import('@mediapipe/tasks-vision');
  readonly fileset: { readonly wasmLoaderPath: string; readonly wasmBinaryPath: string };
}

/** What every task of MediaPipe has. */
export interface Closable {
  close(): void;
}

const require = createRequire(import.meta.url);
const LOADER = '@mediapipe/tasks-vision/vision_wasm_module_internal.js';
const WASM = '@mediapipe/tasks-vision/vision_wasm_module_internal.wasm';

/** Creations in this thread, one after another: they speak through global names. */
let creations: Promise<unknown> = Promise.resolve();

/**
 * Creates a task of MediaPipe, alone in its thread while it does. Whatever the library would print is dropped: its
 * failures arrive as exceptions.
 */
export function createTask<T>(create: (vision: Vision) => Promise<T>): Promise<T> {
  const creation = creations.then(() => withGlobals(create));
  creations = creation.catch(() => {});
  return creation;
}

/**
 * A task that survives its own exceptions. One thrown inside a graph leaves the graph unusable for every later image,
 * so it is thrown away, made anew, and the image tried once more.
 */
export class Task<T extends Closable> {
  readonly #create: (vision: Vision) => Promise<T>;
  #task: T | undefined;
  #last: Promise<unknown> = Promise.resolve();

  private constructor(create: (vision: Vision) => Promise<T>, task: T) {
    this.#create = create;
    this.#task = task;
  }

  static async open<T extends Closable>(create: (vision: Vision) => Promise<T>): Promise<Task<T>> {
    return new Task(create, await createTask(create));
  }

  /** Runs one image; calls run in the order in which they were made. @throws what MediaPipe throws, twice in a row */
  run<R>(use: (task: T) => R): Promise<R> {
    const result = this.#last.then(() => this.#attempt(use).catch(() => this.#attempt(use)));
    this.#last = result.catch(() => {});
    return result;
  }

  async close(): Promise<void> {
    await this.#last;
    this.#discard();
  }

  async #attempt<R>(use: (task: T) => R): Promise<R> {
    this.#task ??= await createTask(this.#create);
    try {
      return use(this.#task);
    } catch (error) {
      this.#discard();
      throw error;
    }
  }

  #discard(): void {
    const task = this.#task;
    this.#task = undefined;
    try {
      task?.close();
    } catch {
      // A broken graph throws its first error again when it is closed; it was reported where it happened.
    }
  }
}

/** What of an error fits on one line: MediaPipe appends traces of its graph to its messages. */
export function firstLine(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.trim().split('\n')[0]!.trim();
}

async function withGlobals<T>(create: (vision: Vision) => Promise<T>): Promise<T> {
  const wasmLoaderPath = require.resolve(LOADER);
  const wasmBinaryPath = require.resolve(WASM);
  const { default: factory } = await import(pathToFileURL(wasmLoaderPath).href);
  const api = await import('@mediapipe/tasks-vision');
  const silent = (): void => {};
  const globals = globalThis as Record<string, unknown>;
  // Read for as long as tasks run; harmless to others. The classes only stand in instanceof checks.
  for (const name of ['WebGLRenderingContext', 'WebGL2RenderingContext', 'WebGLTexture']) globals[name] ??= class {};
  globals.self ??= globalThis;
  // Node has it from version 21 on.
  globals.navigator ??= { userAgent: 'node' };
  // The loader sets this one to console.warn.
  globals.custom_dbg = silent;
  // MediaPipe takes this for a worker's way to load scripts, and clears the factory after each task.
  const importScripts = globals.importScripts;
  globals.importScripts = () => {
    globals.ModuleFactory = factory;
  };
  globals.Module = { print: silent, printErr: silent };
  try {
    return await create({ api, fileset: { wasmLoaderPath, wasmBinaryPath } });
  } finally {
    if (importScripts === undefined) delete globals.importScripts;
    else globals.importScripts = importScripts;
    delete globals.ModuleFactory;
    delete globals.Module;
  }
}
