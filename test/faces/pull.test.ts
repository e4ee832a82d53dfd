import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { ProgressEvent } from '../../src/engine/events.js';
import { MEDIAPIPE_MODELS, type OfficialModel } from '../../src/faces/official.js';
import { type PullOptions, pullMediapipe } from '../../src/faces/pull.js';
import { sha256, sha256OfFile } from '../../src/hash.js';
import { hasShared, shared } from '../fixtures/shared.js';

const BODY = Buffer.alloc(300_000, 'pixels ');

let server: Server;
let asked: string[] = [];
beforeAll(async () => {
  server = createServer((request, response) => {
    asked.push(request.url!);
    if (request.url === '/gone') response.writeHead(404).end();
    else if (request.url === '/cut') {
      response.writeHead(200, { 'content-length': BODY.length });
      response.write(BODY.subarray(0, 1000), () => response.destroy());
    } else response.end(request.url === '/short' ? BODY.subarray(1) : BODY);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => server.close());

let cache: string;
beforeEach(async () => {
  asked = [];
  cache = await mkdtemp(path.join(tmpdir(), 'pull-'));
});
afterEach(() => rm(cache, { recursive: true, force: true }));

/** The official address is answered by the server here. */
const local: typeof fetch = (url, init) =>
  fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${new URL(String(url)).pathname}`, init);

const model = (name: string, changes: Partial<OfficialModel> = {}): OfficialModel => ({
  role: 'landmarker',
  name,
  url: `https://models.example/${name}`,
  sha256: sha256(BODY),
  bytes: BODY.length,
  licence: 'Apache-2.0',
  describe: 'a test',
  ...changes,
});

async function pull(options: PullOptions): Promise<ProgressEvent[]> {
  const events: ProgressEvent[] = [];
  for await (const event of pullMediapipe({ cache, fetch: local, ...options })) events.push(event);
  return events;
}

const left = (): Promise<string[]> => readdir(path.join(cache, 'mediapipe')).catch(() => []);

describe('pullMediapipe', () => {
  it('puts verified files in the cache, and reports bytes and what it did', async () => {
    const events = await pull({ models: [model('a'), model('b')] });
    expect(await left()).toEqual(['a', 'b']);
    expect(Buffer.compare(await readFile(path.join(cache, 'mediapipe', 'a')), BODY)).toBe(0);
    const stages = events.filter((event) => event.event === 'stage');
    expect(stages[0]).toEqual({ event: 'stage', stage: 'pull a', done: 0, total: BODY.length });
    expect(stages.at(-1)).toEqual({ event: 'stage', stage: 'pull b', done: BODY.length, total: BODY.length });
    expect(events.at(-1)).toMatchObject({ event: 'summary', summary: { files: [{ pulled: true }, { pulled: true }] } });
  });

  it('leaves what is there already, and puts right what is damaged', async () => {
    await pull({ models: [model('a'), model('b')] });
    await writeFile(path.join(cache, 'mediapipe', 'b'), 'damaged');
    asked = [];
    const events = await pull({ models: [model('a'), model('b')] });
    expect(asked).toEqual(['/b']);
    expect(events.at(-1)).toMatchObject({ summary: { files: [{ pulled: false }, { pulled: true }] } });
    expect(await sha256OfFile(path.join(cache, 'mediapipe', 'b'))).toBe(sha256(BODY));
  });

  it('pulls only what is named, and says which names there are', async () => {
    await pull({ models: [model('a'), model('b')], only: ['b'] });
    expect(await left()).toEqual(['b']);
    await expect(pull({ only: ['hand.task'] })).rejects.toMatchObject({
      code: 'E_USAGE',
      hint: expect.stringContaining('face_landmarker.task'),
    });
  });

  it.each([
    ['another file', model('x', { sha256: '0'.repeat(64) }), 'E_MODEL_HASH', /Expected sha256 0000/],
    ['too many bytes', model('x', { bytes: 10 }), 'E_MODEL_HASH', /more than 10 bytes/],
    ['too few bytes', model('short'), 'E_MODEL_HASH', /299999 bytes of 300000/],
    ['an error', model('gone'), 'E_PROVIDER', /status 404/],
    ['a connection that breaks', model('cut'), 'E_PROVIDER', /to answer but received/],
  ])('keeps nothing of %s', async (_what, broken, code, message) => {
    await expect(pull({ models: [broken] })).rejects.toMatchObject({ code, message: expect.stringMatching(message) });
    expect(await left()).toEqual([]);
  });

  it('says so when there is no connection', async () => {
    const offline: typeof fetch = () => fetch('http://127.0.0.1:1/');
    await expect(pull({ models: [model('a')], fetch: offline })).rejects.toMatchObject({
      code: 'E_PROVIDER',
      message: expect.stringMatching(/^Expected https:\/\/models\.example\/a to answer but received [^\n]+$/),
      hint: expect.stringContaining(path.join('mediapipe', 'a')),
    });
    expect(await left()).toEqual([]);
  });
});

describe('MEDIAPIPE_MODELS', () => {
  it.skipIf(!hasShared('models'))('names the files by their hashes (skipped: no ../shared/models)', async () => {
    for (const { name, sha256: hash, bytes } of MEDIAPIPE_MODELS) {
      expect(await sha256OfFile(shared(`models/${name}`))).toBe(hash);
      expect((await readFile(shared(`models/${name}`))).length).toBe(bytes);
    }
  });
});
