/** StyleGAN2 networks of the official sizes with random weights: what they draw is noise, what they cost is real. */
import { streamOf } from '../../dist/random.js';

/** Width of w and of the widest layers: config-f of the paper, `channel_max` of the official code. */
const WIDTH = 512;

/**
 * Synthesis weights under the official parameter names. Values are uniform with the deviations that the official code
 * begins with, so activations keep their size from layer to layer.
 * @param {number} resolution Side of the image in px.
 * @param {number} base `channel_base`: a block of side s has min(512, base / s) channels.
 * @returns {Map<string, import('../../dist/onnx/graph.js').Tensor>}
 */
export function randomWeights(resolution, base) {
  const random = streamOf(1, resolution, `synthesis ${base}`);
  const weights = new Map();
  const add = (name, shape, deviation, mean = 0) => {
    const half = deviation * Math.sqrt(3);
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    for (let i = 0; i < data.length; i++) data[i] = mean + half * (2 * random() - 1);
    weights.set(name, { data, shape });
  };
  const affine = (name, inputs) => {
    add(`${name}.affine.weight`, [inputs, WIDTH], 1);
    add(`${name}.affine.bias`, [inputs], 0.1, 1);
  };
  // The configuration is inferred from these too; mapping itself is not measured.
  add('mapping.fc0.weight', [WIDTH, WIDTH], 1);
  let inputs = WIDTH;
  for (let side = 4; side <= resolution; side *= 2) {
    const block = `synthesis.b${side}`;
    const outputs = Math.min(WIDTH, base / side);
    if (side === 4) add(`${block}.const`, [outputs, 4, 4], 1);
    for (const conv of side === 4 ? ['conv1'] : ['conv0', 'conv1']) {
      add(`${block}.${conv}.weight`, [outputs, inputs, 3, 3], 1);
      add(`${block}.${conv}.bias`, [outputs], 0.1);
      add(`${block}.${conv}.noise_const`, [side, side], 1);
      add(`${block}.${conv}.noise_strength`, [], 0.1);
      affine(`${block}.${conv}`, inputs);
      inputs = outputs;
    }
    add(`${block}.torgb.weight`, [3, outputs, 1, 1], 1);
    add(`${block}.torgb.bias`, [3], 0.1);
    affine(`${block}.torgb`, outputs);
  }
  return weights;
}

/**
 * Latents W+ of a batch, each layer its own, [batch, numWs, 512].
 * @param {number} batch
 * @param {number} numWs
 */
export function latents(batch, numWs) {
  const random = streamOf(2, batch, 'latents');
  const data = Float32Array.from({ length: batch * numWs * WIDTH }, () => Math.sqrt(3) * (2 * random() - 1));
  return { data, shape: [batch, numWs, WIDTH] };
}

/**
 * Multiply-accumulates of one image as papers count them: convolutions in their standard form, without filters, affine
 * layers and what goes element by element. 74.3e9 at 1024 px, base 32768.
 * @param {ReadonlyMap<string, import('../../dist/onnx/graph.js').Tensor>} weights
 */
export function macsOf(weights) {
  let sum = 0;
  for (const [name, { data }] of weights) {
    const [, side, kind] = /\.b(\d+)\.(conv0|conv1|torgb)\.weight$/.exec(name) ?? [];
    // A transposed convolution visits its input's places, a quarter as many.
    if (kind) sum += (data.length * side ** 2) / (kind === 'conv0' ? 4 : 1);
  }
  return sum;
}
