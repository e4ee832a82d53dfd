import { expect, it } from 'vitest';
import { scorerNet } from '../../src/engine/scorer-net.js';
import { Session } from '../../src/engine/session.js';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { inputSchema } from '../../src/pack/contract.js';

const CPU = { provider: 'cpu', threads: 1 };

/** Mean of each channel, [N, 3] or, for one picture, [3]; as many pictures a run as the file is written for. */
async function means(batch: number | 'N', squeezed = false) {
  const g = new GraphBuilder('means', 'float32');
  const x = g.input('data', [batch, 3, 2, 2]);
  const mean = g.node('ReduceMean', [x], { axes: squeezed ? [0, 2, 3] : [2, 3], keepdims: 0 });
  g.output(mean, 'mean', squeezed ? [3] : [batch, 3]);
  const input = inputSchema.parse({ name: 'data', batch: batch === 'N' ? 'any' : batch });
  return scorerNet(await Session.open(g.build(), CPU), { size: 2, input });
}

const flat = (value: number) => ({ data: new Float32Array(12).fill(value), width: 2, height: 2 });

it.each([
  ['any number', 'N', false],
  ['one', 1, false],
  ['one, without an axis for it', 1, true],
  ['two, where the last run is filled up', 2, false],
] as const)('runs a network written for %s of pictures', async (_, batch, squeezed) => {
  const net = await means(batch, squeezed);
  const { mean } = await net.look([flat(0.25), flat(-0.5), flat(1)]);
  expect(mean!.shape).toEqual([3, 3]);
  const rounded = Array.from(mean!.data, (v) => Number(v.toFixed(5)));
  expect(rounded).toEqual([0.25, 0.25, 0.25, -0.5, -0.5, -0.5, 1, 1, 1]);
  await net.close();
});
