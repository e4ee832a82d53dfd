/** Fetches MediaPipe models from their official address into the cache; a file is there whole and verified, or not at all. */
import { createHash } from 'node:crypto';
import path from 'node:path';
import { openAtomic } from '../dataset/atomic.js';
import type { ProgressEvent } from '../engine/events.js';
import { DiptychError } from '../errors.js';
import { sha256OfFile } from '../hash.js';
import { MEDIAPIPE_MODELS, mediapipeFolder, type OfficialModel } from './official.js';

/** What to pull, from where, to where. */
export interface PullOptions {
  /** File names; all models when absent. */
  readonly only?: readonly string[] | undefined;
  /** In place of the global fetch. */
  readonly fetch?: typeof fetch | undefined;
  /** Cache folder in place of the user's. */
  readonly cache?: string | undefined;
  /** In place of the official table. */
  readonly models?: readonly OfficialModel[] | undefined;
}

/** A server that stops sending must not hold the command for ever. */
const TIMEOUT_MS = 300_000;

/**
 * Pulls models, reporting bytes as a stage for each file, then a summary of the files and which were there already.
 * @throws DiptychError E_USAGE for a name that is not offered, E_PROVIDER when it cannot be fetched, E_MODEL_HASH when
 * what came is not the published file
 */
export async function* pullMediapipe(options: PullOptions = {}): AsyncGenerator<ProgressEvent> {
  const folder = mediapipeFolder(options.cache);
  const files: Record<string, unknown>[] = [];
  for (const model of chosen(options.models ?? MEDIAPIPE_MODELS, options.only)) {
    const file = path.join(folder, model.name);
    const there = (await sha256OfFile(file).catch(() => undefined)) === model.sha256;
    if (!there) yield* download(model, file, options.fetch ?? fetch);
    files.push({ name: model.name, path: file, sha256: model.sha256, licence: model.licence, pulled: !there });
  }
  yield { event: 'summary', summary: { files } };
}

function chosen(models: readonly OfficialModel[], only: readonly string[] | undefined): readonly OfficialModel[] {
  const unknown = only?.find((name) => !models.some((model) => model.name === name));
  if (unknown !== undefined) {
    throw new DiptychError('E_USAGE', `Expected a name of a MediaPipe model but received ${unknown}`, {
      hint: `Choose from ${models.map(({ name }) => name).join(', ')}`,
    });
  }
  return models.filter(({ name }) => only === undefined || only.includes(name));
}

async function* download(model: OfficialModel, file: string, get: typeof fetch): AsyncGenerator<ProgressEvent> {
  const { name, url, sha256, bytes } = model;
  const stage = `pull ${name}`;
  yield { event: 'stage', stage, done: 0, total: bytes };
  const target = await openAtomic(file);
  try {
    const hash = createHash('sha256');
    let done = 0;
    for await (const chunk of bodyOf(model, file, get)) {
      done += chunk.length;
      if (done > bytes) throw notThePublished(url, `more than ${bytes} bytes`, sha256);
      hash.update(chunk);
      await target.write(chunk);
      yield { event: 'stage', stage, done, total: bytes };
    }
    const received = hash.digest('hex');
    if (received !== sha256) throw notThePublished(url, done < bytes ? `${done} bytes of ${bytes}` : received, sha256);
    await target.commit();
  } finally {
    await target.abort();
  }
}

async function* bodyOf({ url }: OfficialModel, file: string, get: typeof fetch): AsyncGenerator<Uint8Array> {
  const hint = `Check the connection, or fetch it elsewhere and put it at ${file}`;
  try {
    const response = await get(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    if (!response.ok || response.body === null) {
      throw new DiptychError('E_PROVIDER', `Expected ${url} to answer but received status ${response.status}`, {
        hint,
      });
    }
    // Typed by the DOM as not iterable; Node's is.
    yield* response.body as unknown as AsyncIterable<Uint8Array>;
  } catch (cause) {
    if (cause instanceof DiptychError) throw cause;
    throw new DiptychError('E_PROVIDER', `Expected ${url} to answer but received ${reasonOf(cause)}`, { hint, cause });
  }
}

/** fetch says `fetch failed` and keeps what failed in the cause. */
function reasonOf(error: unknown): string {
  const { cause, message } = error as Error & { cause?: Error & { code?: string } };
  return (cause?.code ?? cause?.message ?? message ?? String(error)).split('\n')[0]!;
}

function notThePublished(url: string, received: string, sha256: string): DiptychError {
  return new DiptychError('E_MODEL_HASH', `Expected sha256 ${sha256} for ${url} but received ${received}`, {
    hint: 'Nothing was kept. Try again; if it stays so, something between here and the server changes the file',
  });
}
