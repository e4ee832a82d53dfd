import { describe, expect, it } from 'vitest';
import { Session } from '../../src/engine/session.js';
import { DEEP, exposeDeep } from '../../src/onnx/expose.js';
import { GraphBuilder } from '../../src/onnx/graph.js';

const CPU = { provider: 'cpu', threads: 1 };

/** image [N, 1, 2, 2] → 1×1 convolutions to 2 channels (x, −x) with ReLU, to 1 channel (their sum), and its mean. */
function network(precision: 'float32' | 'float16'): Uint8Array {
  const g = new GraphBuilder('small', precision);
  const image = g.input('image', ['N', 1, 2, 2]);
  const wide = g.node('Relu', [
    g.node('Conv', [image, g.weight('a', { data: Float32Array.of(1, -1), shape: [2, 1, 1, 1] })]),
  ]);
  const narrow = g.node('Conv', [wide, g.weight('b', { data: Float32Array.of(1, 1), shape: [1, 2, 1, 1] })]);
  g.output(g.node('Flatten', [g.node('GlobalAveragePool', [narrow])]), 'score', ['N', 1]);
  return g.build();
}

describe('exposeDeep', () => {
  it.each(['float32', 'float16'] as const)(
    'adds the mean of the widest activation, after its nonlinearity (%s weights)',
    async (precision) => {
      const session = await Session.open(exposeDeep(network(precision))!, CPU);
      const outputs = await session.run({ image: { data: Float32Array.of(4, -2, 6, 0), shape: [1, 1, 2, 2] } });
      expect([...outputs[DEEP]!.data]).toEqual([2.5, 0.5]);
      expect([...outputs.score!.data]).toEqual([3]);
      await session.close();
    },
  );

  it('keeps every byte of the network', () => {
    const model = network('float32');
    expect(exposeDeep(model)!.subarray(0, model.length)).toEqual(Buffer.from(model));
  });

  it('finds nothing in a network without convolutions', () => {
    const g = new GraphBuilder('flat', 'float32');
    g.output(g.node('Relu', [g.input('x', ['N', 2])]), 'y', ['N', 2]);
    expect(exposeDeep(g.build())).toBeUndefined();
  });
});
