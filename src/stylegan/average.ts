/**
 * The mean of w over samples, which truncation pulls towards: for checkpoints that do not store it.
 *
 * In plain arithmetic, not through a session: translating a checkpoint needs no runtime.
 */
import { gaussianOfSeed } from './seed.js';
import { type GeneratorConfig, parameter, type Weights } from './weights.js';

const SLOPE = 0.2;
const EPSILON = 1e-8;

/**
 * Mean of the mapping network's output over z of the seeds 0, 1, …, [wDim]; labels of a conditional network take turns.
 * Source: `mean_latent` in rosinality/stylegan2-pytorch, model.py.
 */
export function averageLatent(weights: Weights, config: GeneratorConfig, samples: number): Float32Array {
  const { zDim, wDim, labelDim, mappingLayers, mappingRate } = config;
  const sum = new Float64Array(wDim);
  for (let seed = 0; seed < samples; seed++) {
    let x = normalised(gaussianOfSeed(seed, zDim));
    if (labelDim > 0) x = Float64Array.of(...x, ...normalised(embedded(weights, seed % labelDim)));
    for (let layer = 0; layer < mappingLayers; layer++) x = dense(weights, `mapping.fc${layer}`, mappingRate, x);
    for (let i = 0; i < wDim; i++) sum[i]! += x[i]!;
  }
  return Float32Array.from(sum, (value) => value / samples);
}

/** x / sqrt(mean(x²) + ε) */
function normalised(x: Float32Array): Float64Array {
  const square = x.reduce((total, value) => total + value * value, 0);
  const norm = Math.sqrt(square / x.length + EPSILON);
  return Float64Array.from(x, (value) => value / norm);
}

/** The embedding of one class: a column of the weights. */
function embedded(weights: Weights, label: number): Float32Array {
  const { data, shape } = parameter(weights, 'mapping.embed.weight');
  const classes = shape[1]!;
  return parameter(weights, 'mapping.embed.bias').data.map(
    (bias, i) => bias + data[i * classes + label]! / Math.sqrt(classes),
  );
}

/** A fully connected layer with leaky ReLU and gain √2. */
function dense(weights: Weights, name: string, rate: number, x: Float64Array): Float64Array {
  const { data, shape } = parameter(weights, `${name}.weight`);
  const bias = parameter(weights, `${name}.bias`).data;
  const inputs = shape[1]!;
  const gain = rate / Math.sqrt(inputs);
  return new Float64Array(shape[0]!).map((_, o) => {
    const value = (dot(data, o * inputs, x) * gain + bias[o]! * rate) * Math.SQRT2;
    return value < 0 ? value * SLOPE : value;
  });
}

/** Σ row[i]·x[i], in four sums: each addition waits for the one before it, and so four of them share the wait. */
function dot(data: Float32Array, row: number, x: Float64Array): number {
  const whole = x.length & ~3;
  let a = 0;
  let b = 0;
  let c = 0;
  let d = 0;
  for (let i = 0; i < whole; i += 4) {
    a += data[row + i]! * x[i]!;
    b += data[row + i + 1]! * x[i + 1]!;
    c += data[row + i + 2]! * x[i + 2]!;
    d += data[row + i + 3]! * x[i + 3]!;
  }
  for (let i = whole; i < x.length; i++) a += data[row + i]! * x[i]!;
  return a + b + c + d;
}
