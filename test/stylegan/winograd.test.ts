import { describe, expect, it } from 'vitest';
import { Session } from '../../src/engine/session.js';
import { GraphBuilder } from '../../src/onnx/graph.js';
import { streamOf } from '../../src/random.js';
import { favoursWinograd, winograd } from '../../src/stylegan/winograd.js';

const CPU = { provider: 'cpu', threads: 1 };

function values(length: number, name: string): Float32Array {
  const random = streamOf(1, 0, name);
  return Float32Array.from({ length }, () => 2 * random() - 1);
}

/** Σ over channels and taps, in doubles, zeros outside: what a convolution is. */
function convolved(x: Float32Array, weight: Float32Array, inputs: number, outputs: number, side: number): Float64Array {
  const y = new Float64Array((x.length / inputs) * outputs);
  const at = (n: number, c: number, row: number, column: number): number =>
    row < 0 || column < 0 || row >= side || column >= side ? 0 : x[((n * inputs + c) * side + row) * side + column]!;
  y.forEach((_, i) => {
    const [column, row] = [i % side, Math.floor(i / side) % side];
    const [o, n] = [Math.floor(i / side ** 2) % outputs, Math.floor(i / side ** 2 / outputs)];
    for (let c = 0; c < inputs; c++) {
      for (let k = 0; k < 9; k++) {
        y[i]! += weight[(o * inputs + c) * 9 + k]! * at(n, c, row + Math.floor(k / 3) - 1, column + (k % 3) - 1);
      }
    }
  });
  return y;
}

describe('a convolution by minimal filtering', () => {
  it.each([
    [1, 3, 5, 4],
    [3, 4, 2, 8],
    [2, 6, 3, 16],
  ])('of %i images, %i to %i channels at %i px is a convolution', async (batch, inputs, outputs, side) => {
    const g = new GraphBuilder('test', 'float32');
    const weight = { data: values(outputs * inputs * 9, 'weight'), shape: [outputs, inputs, 3, 3] };
    const x = g.input('x', ['N', inputs, side, side]);
    g.output(winograd(g, 'conv', x, weight, side), 'y', ['N', outputs, side, side]);
    const session = await Session.open(g.build(), CPU);
    const data = values(batch * inputs * side ** 2, 'x');
    const { y } = await session.run({ x: { data, shape: [batch, inputs, side, side] } });
    await session.close();
    expect(y!.shape).toEqual([batch, outputs, side, side]);
    const expected = convolved(data, weight.data, inputs, outputs, side);
    const worst = expected.reduce((most, value, i) => Math.max(most, Math.abs(value - y!.data[i]!)), 0);
    // Values reach 10; a wrong coefficient shows in the first decimal.
    expect(worst).toBeLessThan(1e-4);
  });

  it('keeps the weights as they are in the file', () => {
    const g = new GraphBuilder('test', 'float32');
    const weight = { data: values(64 * 64 * 9, 'weight'), shape: [64, 64, 3, 3] };
    g.output(winograd(g, 'conv', g.input('x', ['N', 64, 8, 8]), weight, 8), 'y', ['N', 64, 8, 8]);
    expect(g.build().length).toBeLessThan(weight.data.byteLength + 20_000);
  });

  it('is chosen where channels are many and the image is no tiny one', () => {
    expect([favoursWinograd(512, 16), favoursWinograd(128, 256)]).toEqual([true, true]);
    expect([favoursWinograd(512, 8), favoursWinograd(64, 256)]).toEqual([false, false]);
  });
});
