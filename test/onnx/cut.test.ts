import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpz } from '../../src/checkpoint/npz.js';
import { Session } from '../../src/engine/session.js';
import { cutAtLayer } from '../../src/onnx/cut.js';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { requireInputs } from '../../src/onnx/require.js';
import { buildSynthesis } from '../../src/stylegan/synthesis.js';
import { inferConfig } from '../../src/stylegan/weights.js';

const CPU = { provider: 'cpu', threads: 1 };
const tiny = parseNpz(readFileSync(new URL('../fixtures/stylegan_tiny.npz', import.meta.url)), 'stylegan_tiny.npz');
const config = inferConfig(tiny);
const SHAPE = [config.numWs, config.wDim];
const SIZE = config.numWs * config.wDim;
const model = buildSynthesis(tiny, config, 'float32');

/** Latents that agree below `layer` and differ from there on. */
function latents(count: number, layer: number): Float32Array {
  return Float32Array.from({ length: count * SIZE }, (_, i) => {
    const [n, at] = [Math.floor(i / SIZE), i % SIZE];
    return Math.sin(1 + at) + (at >= layer * config.wDim ? 0.5 * n : 0);
  });
}

describe('a synthesis network that is cut', () => {
  it.each([1, 2, 3, 4, 5])('at layer %i draws the same bits, from one head', async (layer) => {
    const ws = latents(3, layer);
    const cut = cutAtLayer(model, layer)!;
    const [whole, head, tail] = await Promise.all([model, cut.head, cut.tail].map((part) => Session.open(part, CPU)));
    const shared = await head!.run({ ws: { data: ws.slice(0, SIZE), shape: [1, ...SHAPE] } });
    const all = { data: ws, shape: [3, ...SHAPE] };
    const drawn = await tail!.run({ ...shared, ws: all });
    const expected = await whole!.run({ ws: all });
    expect(Buffer.from(drawn.image!.data.buffer)).toEqual(Buffer.from(expected.image!.data.buffer));
    expect(drawn.image!.shape).toEqual([3, 3, 16, 16]);
  });

  it('has each weight in one part only, but those of constants', () => {
    const cut = cutAtLayer(model, 3)!;
    expect(cut.head.length + cut.tail.length).toBeLessThan(model.length * 1.1);
    expect(Math.min(cut.head.length, cut.tail.length)).toBeGreaterThan(model.length / 10);
  });

  it('asks each part for the noise maps that it uses', async () => {
    const required = requireInputs(model, ['noise_b4_conv1', 'noise_b16_conv1']);
    const cut = cutAtLayer(required, 2)!;
    const [head, tail] = await Promise.all([cut.head, cut.tail].map((part) => Session.open(part, CPU)));
    expect(head!.inputs).toEqual(['ws', 'noise_b4_conv1']);
    expect(tail!.inputs).toContain('noise_b16_conv1');
    expect(tail!.inputs).not.toContain('noise_b4_conv1');
  });

  it('is left whole where nothing is shared', () => {
    expect(cutAtLayer(model, 0)).toBeUndefined();
    const g = new GraphBuilder('other', 'float32');
    g.output(g.node('Mul', [g.input('ws', ['N', 4]), g.constant([2], [])]), 'image', ['N', 4]);
    expect(cutAtLayer(g.build(), 1)).toBeUndefined();
  });
});
