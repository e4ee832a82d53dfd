/** Plain convolutions: what the machine reaches where nothing but arithmetic is asked of it. */
import { Session } from '../dist/engine/session.js';
import { GraphBuilder } from '../dist/onnx/graph.js';

/** Sizes that suit any processor: channels in whole vectors, images that fit the cache. [channels, side in px] */
const FRIENDLY = [
  [64, 32],
  [64, 64],
  [128, 32],
  [256, 16],
];

/** Convolutions in a row in one graph, so that the cost of a call does not show. */
const DEPTH = 4;

/**
 * A graph of 3 × 3 convolutions for each size of the generator's own, and for the friendly ones.
 * @param {readonly import('./macs.js').Layer[]} layers The generator's.
 * @returns {Promise<{ name: string, macs: number, run: () => Promise<unknown>, close: () => Promise<void> }[]>}
 */
export async function plainConvolutions(layers) {
  const own = layers
    .filter(({ type, input, weight }) => type === 'Conv' && weight[2] === 3 && weight[0] === input[1])
    .map(({ input }) => [input[1], input[2]]);
  const sizes = new Map([...own, ...FRIENDLY].map((size) => [size.join(), size]));
  return Promise.all([...sizes.values()].map(([channels, side]) => plainConvolution(channels, side)));
}

async function plainConvolution(channels, side) {
  const g = new GraphBuilder('plain', 'float32');
  const shape = [1, channels, side, side];
  const weight = Float32Array.from({ length: channels ** 2 * 9 }, (_, i) => Math.sin(1 + i) / (3 * channels ** 0.5));
  let x = g.input('x', shape);
  for (let i = 0; i < DEPTH; i++) {
    const w = g.weight(`weight${i}`, { data: weight, shape: [channels, channels, 3, 3] });
    x = g.node('Conv', [x, w], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  }
  g.output(x, 'y', shape);
  const session = await Session.open(g.build(), { provider: 'cpu', threads: 1 });
  const input = { data: Float32Array.from({ length: channels * side ** 2 }, (_, i) => Math.sin(1 + i)), shape };
  return {
    name: `${channels} channels, ${side} px`,
    macs: DEPTH * 9 * channels ** 2 * side ** 2,
    run: () => session.run({ x: input }),
    close: () => session.close(),
  };
}
