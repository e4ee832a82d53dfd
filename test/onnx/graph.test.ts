import { describe, expect, it } from 'vitest';
import { Session } from '../../src/engine/session.js';
import { GraphBuilder } from '../../src/onnx/graph.js';

/** y = x · W + 1, W = [[1, 0.5], [-2, 3]], all exact in half precision. */
function affine(precision: 'float32' | 'float16'): Uint8Array {
  const g = new GraphBuilder('affine', precision);
  const weight = g.weight('w', { data: Float32Array.of(1, 0.5, -2, 3), shape: [2, 2] });
  g.output(g.node('Add', [g.node('MatMul', [g.input('x', ['N', 2]), weight]), g.constant([1], [])]), 'y', ['N', 2]);
  return g.build({ licence: 'CC0-1.0' });
}

describe('GraphBuilder', () => {
  it.each(['float32', 'float16'] as const)(
    'writes a network that the runtime computes (%s weights)',
    async (precision) => {
      const session = await Session.open(affine(precision), { provider: 'cpu', threads: 1 });
      const { y } = await session.run({ x: { data: Float32Array.of(1, 2, 10, 0), shape: [2, 2] } });
      expect([...y!.data]).toEqual([-2, 7.5, 11, 6]);
      expect(y!.shape).toEqual([2, 2]);
    },
  );

  it('gives the same bytes for the same calls', () => {
    expect(affine('float16')).toEqual(affine('float16'));
  });

  it('refuses weights that do not fill their shape', () => {
    const g = new GraphBuilder('g', 'float32');
    expect(() => g.weight('w', { data: new Float32Array(3), shape: [2, 2] })).toThrow(/w has 3 values/);
  });
});
