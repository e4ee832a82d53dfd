/** A worker of the bench: answers once when its session is open, and once for every run that it is asked for. */
import { parentPort, workerData } from 'node:worker_threads';
import { Session } from '../../dist/engine/session.js';

const { model, ws } = workerData;
const session = await Session.open(model, { provider: 'cpu', threads: 1 });
parentPort.on('message', async () => {
  await session.run({ ws });
  parentPort.postMessage('done');
});
parentPort.postMessage('open');
