import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { hasShared, shared } from '../fixtures/shared.js';

const BUILT = new URL('../../dist/faces/open.js', import.meta.url);
const MODEL = 'models/face_landmarker.task';
const ready = existsSync(BUILT) && hasShared(MODEL);

/** Opens and reads in the main thread and in two workers at once, then ends by itself. */
const SCRIPT = `
import { Worker, isMainThread } from 'node:worker_threads';
import { openFaces } from '${BUILT.href}';
const workers = isMainThread ? [0, 1].map(() => new Worker(new URL(import.meta.url))) : [];
const faces = await openFaces({ landmarker: ${JSON.stringify(shared(MODEL))} });
const { boxes } = await faces.read({ data: new Uint8Array(64 * 64 * 3), width: 64, height: 64 });
await faces.close();
if (boxes.length > 0) process.exitCode = 3;
for (const worker of workers) worker.on('exit', (code) => { if (code !== 0) process.exitCode = 4; });
`;

it.skipIf(!ready)('runs in threads, prints nothing and ends (skipped: not built, or no ../shared/models)', async () => {
  const url = `data:text/javascript,${encodeURIComponent(SCRIPT)}`;
  const launch = `import(${JSON.stringify(url)})`;
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['-e', launch], {
    timeout: 30_000,
  });
  expect({ stdout, stderr }).toEqual({ stdout: '', stderr: '' });
});
