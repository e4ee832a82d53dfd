/** What the figures were taken on. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';

/** @returns {import('./table.js').Row[]} */
export function machine() {
  const require = createRequire(import.meta.url);
  const runtime = JSON.parse(readFileSync(require.resolve('onnxruntime-node/package.json'), 'utf8'));
  const [load] = os.loadavg();
  return [
    { name: 'Machine' },
    { name: 'processor', value: os.cpus()[0]?.model.trim() ?? 'unknown' },
    // More than about 0.5 before the start is other work, which the medians can only partly hide.
    { name: 'cores, load at the start', value: `${os.availableParallelism()}, ${load?.toFixed(1)}` },
    { name: 'ONNX Runtime', value: runtime.version },
    { name: 'Node', value: process.versions.node },
    { name: 'system', value: `${os.platform()}-${os.arch()} ${os.release()}` },
  ];
}
