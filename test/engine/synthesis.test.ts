import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { parseNpz } from '../../src/checkpoint/npz.js';
import { Session } from '../../src/engine/session.js';
import { openSynthesis } from '../../src/engine/synthesis.js';
import type { PackManifest } from '../../src/pack/manifest.js';
import { buildSynthesis, noiseInputs } from '../../src/stylegan/synthesis.js';
import { inferConfig } from '../../src/stylegan/weights.js';

const CPU = { provider: 'cpu', threads: 1 };
const tiny = parseNpz(readFileSync(new URL('../fixtures/stylegan_tiny.npz', import.meta.url)), 'stylegan_tiny.npz');
const config = inferConfig(tiny);
const generator = { ...config, noise: noiseInputs(config) } as unknown as PackManifest['generator'];
const folder = mkdtempSync(path.join(os.tmpdir(), 'diptych-test-'));
const file = path.join(folder, 'synthesis.onnx');
writeFileSync(file, buildSynthesis(tiny, config, 'float32'));
afterAll(() => rmSync(folder, { recursive: true }));

const SIZE = config.numWs * config.wDim;
const FIRST = 3;

/** W+ of one face, moved from layer `FIRST` on. */
function moved(face: number, by: number): Float32Array {
  return Float32Array.from({ length: SIZE }, (_, at) => Math.sin(face + at) + (at >= FIRST * config.wDim ? by : 0));
}

function maps(value: number): Record<string, Float32Array> {
  return Object.fromEntries(
    noiseInputs(config).map(({ name, side }) => [name, new Float32Array(side ** 2).fill(value)]),
  );
}

describe('images of W+ that agree below a layer', () => {
  it.each([false, true])('are the same to the bit as drawn whole, seeded noise: %s', async (seededNoise) => {
    const whole = await openSynthesis(file, generator, CPU, { seededNoise, firstLayer: 0 });
    const cut = await openSynthesis(file, generator, CPU, { seededNoise, firstLayer: FIRST });
    const calls = [
      { ws: [moved(1, 0)], noise: 0.5 },
      { ws: [moved(1, 0.5), moved(1, 1)], noise: 0.5 },
      // Another noise, another face, and faces that follow each other in one call.
      { ws: [moved(1, 0.5)], noise: 0.7 },
      { ws: [moved(2, 0.5)], noise: 0.7 },
      { ws: [moved(2, 0), moved(3, 0), moved(3, 1), moved(2, 1)], noise: 0.7 },
    ];
    for (const { ws, noise } of calls) {
      const given = seededNoise ? maps(noise) : {};
      expect(await cut.synthesise(ws, given)).toEqual(await whole.synthesise(ws, given));
    }
    await Promise.all([whole.close(), cut.close()]);
  });

  it('compute what they share once', async () => {
    const cut = await openSynthesis(file, generator, CPU, { seededNoise: false, firstLayer: FIRST });
    const run = vi.spyOn(Session.prototype, 'run');
    await cut.synthesise([moved(1, 0)]);
    await cut.synthesise([moved(1, 0.5), moved(1, 1)]);
    expect(run).toHaveBeenCalledTimes(3);
    run.mockRestore();
    await cut.close();
  });
});
