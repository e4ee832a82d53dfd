/**
 * The synthesis network as an ONNX graph: W+ → image.
 *
 * Unfused modulation: scale the activations by the style, convolve with constant weights, scale by the demodulation.
 * So weights are initializers, the batch is free and every operator is plain, which the fused form (weights per sample,
 * grouped convolution) is not. Source: SynthesisNetwork in NVlabs/stylegan2-ada-pytorch, training/networks.py,
 * `force_fp32`, `noise_mode='const'`.
 */
import { GraphBuilder, type WeightPrecision } from '../onnx/graph.js';
import { channelUpWeights, filterWeights } from './upsample.js';
import { type GeneratorConfig, parameter, type Weights } from './weights.js';
import { favoursWinograd, winograd } from './winograd.js';

const SLOPE = 0.2;
const EPSILON = 1e-8;

/** A noise map that may be fed instead of the constant one, [1, 1, side, side]. */
export interface NoiseInput {
  readonly name: string;
  readonly side: number;
}

/** The noise inputs of a generator, in layer order: `noise_b4_conv1`, `noise_b8_conv0`, …; none where it adds none. */
export function noiseInputs(config: GeneratorConfig): NoiseInput[] {
  if (!config.noise) return [];
  return config.blocks.flatMap((side) =>
    (side === 4 ? ['conv1'] : ['conv0', 'conv1']).map((conv) => ({ name: `noise_b${side}_${conv}`, side })),
  );
}

/** Input `ws` [N, numWs, wDim], optional noise maps; output `image` [N, 3, R, R], RGB, nominally [-1, 1], not clamped. */
export function buildSynthesis(weights: Weights, config: GeneratorConfig, precision: WeightPrecision): Uint8Array {
  const g = new GraphBuilder('synthesis', precision);
  const ws = g.input('ws', ['N', config.numWs, config.wDim]);
  const w = Array.from({ length: config.numWs }, (_, layer) =>
    g.node('Gather', [ws, g.integers([layer], [])], { axis: 1 }, `w${layer}`),
  );
  const net = new SynthesisGraph(g, weights, config);
  const constant = parameter(weights, 'synthesis.b4.const');
  let x = g.constant(constant.data, [1, ...constant.shape]);
  let rgb = '';
  let layer = 0;
  for (const side of config.blocks) {
    const block = `synthesis.b${side}`;
    const residual = config.architecture === 'resnet' && side > 4;
    const shortcut = residual ? net.shortcut(`${block}.skip`, x) : '';
    if (side > 4) x = net.convolution(`${block}.conv0`, x, w[layer++]!, side, true);
    x = net.convolution(`${block}.conv1`, x, w[layer++]!, side, false, residual ? Math.SQRT1_2 : 1);
    if (residual) x = g.node('Add', [shortcut, x]);
    if (config.architecture !== 'skip' && side < config.resolution) continue;
    // toRGB shares its w with the next block's conv0, so the layer does not advance.
    const colour = net.toRgb(`${block}.torgb`, x, w[layer]!);
    rgb = rgb === '' ? colour : g.node('Add', [net.upsampleRgb(rgb), colour]);
  }
  g.output(rgb, 'image', ['N', 3, config.resolution, config.resolution]);
  return g.build();
}

class SynthesisGraph {
  readonly #g: GraphBuilder;
  readonly #weights: Weights;
  readonly #config: GeneratorConfig;
  #rgbUp: string | undefined;

  constructor(g: GraphBuilder, weights: Weights, config: GeneratorConfig) {
    this.#g = g;
    this.#weights = weights;
    this.#config = config;
  }

  /** Modulated 3×3 convolution, demodulated, with noise, bias, leaky ReLU and gain √2, times the gain of its branch. */
  convolution(name: string, x: string, w: string, side: number, up: boolean, branch = 1): string {
    const g = this.#g;
    const gain = Math.SQRT2 * branch;
    const [outputs, inputs] = parameter(this.#weights, `${name}.weight`).shape as [number, number];
    const style = this.#style(name, w, 1);
    const scaled = g.node('Mul', [x, spread(g, style, inputs)]);
    let y = up ? this.#upConvolution(name, scaled) : this.#sameConvolution(name, scaled, side);
    y = g.node('Mul', [y, spread(g, this.#demodulation(name, style, 2 * branch ** 2), outputs)]);
    if (this.#config.noise) y = g.node('Add', [y, this.#noise(name, side, gain)]);
    y = g.node('Add', [y, this.#bias(`${name}.bias`, gain)]);
    return this.#clamp(g.node('LeakyRelu', [y], { alpha: { float: SLOPE } }), branch);
  }

  /** The residual path of a block: 1×1 convolution, times √½, then ×2. */
  shortcut(name: string, x: string): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const [outputs, inputs] = shape as [number, number];
    const gain = Math.SQRT1_2 / Math.sqrt(inputs);
    const weight = g.weight(`${name}.weight`, { data: data.map((v) => v * gain), shape });
    const filter = filterWeights(outputs);
    return g.node(
      'ConvTranspose',
      [g.node('Conv', [x, weight], { kernel_shape: [1, 1] }), g.constant(filter.data, filter.shape)],
      { kernel_shape: [4, 4], strides: [2, 2], pads: [1, 1, 1, 1], group: outputs },
    );
  }

  #sameConvolution(name: string, x: string, side: number): string {
    const g = this.#g;
    const weight = parameter(this.#weights, `${name}.weight`);
    if (favoursWinograd(weight.shape[1]!, side)) return winograd(g, name, x, weight, side);
    return g.node('Conv', [x, g.weight(`${name}.weight`, weight)], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
  }

  /** Transposed convolution to 2H + 1, then the filter to 2H. ONNX wants the weights as [inputs, outputs, 3, 3]. */
  #upConvolution(name: string, x: string): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const [outputs, inputs] = shape as [number, number];
    const swapped = new Float32Array(data.length);
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        const from = (o * inputs + i) * 9;
        swapped.set(data.subarray(from, from + 9), (i * outputs + o) * 9);
      }
    }
    const weight = g.weight(`${name}.weight`, { data: swapped, shape: [inputs, outputs, 3, 3] });
    const raised = g.node('ConvTranspose', [x, weight], { kernel_shape: [3, 3], strides: [2, 2] });
    const filter = filterWeights(outputs);
    return g.node('Conv', [raised, g.constant(filter.data, filter.shape)], {
      kernel_shape: [4, 4],
      pads: [1, 1, 1, 1],
      group: outputs,
    });
  }

  /** Modulated 1×1 convolution to RGB, not demodulated; the style carries 1/√(inputs). */
  toRgb(name: string, x: string, w: string): string {
    const g = this.#g;
    const weight = parameter(this.#weights, `${name}.weight`);
    const inputs = weight.shape[1]!;
    const scaled = g.node('Mul', [x, spread(g, this.#style(name, w, 1 / Math.sqrt(inputs)), inputs)]);
    const y = g.node('Conv', [scaled, g.weight(`${name}.weight`, weight)], { kernel_shape: [1, 1] });
    return this.#clamp(g.node('Add', [y, this.#bias(`${name}.bias`, 1)]), 1);
  }

  /** RGB ×2 for the skip connection. */
  upsampleRgb(rgb: string): string {
    const g = this.#g;
    this.#rgbUp ??= g.constant(channelUpWeights(3).data, channelUpWeights(3).shape);
    const phases = g.node('Conv', [rgb, this.#rgbUp], { kernel_shape: [3, 3], pads: [1, 1, 1, 1] });
    return g.node('DepthToSpace', [phases], { blocksize: 2, mode: 'CRD' });
  }

  /** style = affine(w)·gain, [N, inputs]. */
  #style(name: string, w: string, gain: number): string {
    const g = this.#g;
    const weight = parameter(this.#weights, `${name}.affine.weight`);
    const bias = parameter(this.#weights, `${name}.affine.bias`);
    const scale = gain / Math.sqrt(weight.shape[1]!);
    return g.node(
      'Gemm',
      [
        w,
        g.weight(`${name}.affine.weight`, { data: weight.data.map((v) => v * scale), shape: weight.shape }),
        g.weight(`${name}.affine.bias`, { data: bias.data.map((v) => v * gain), shape: bias.shape }),
      ],
      { transB: 1 },
    );
  }

  /**
   * √2 / sqrt(Σ (W·s)² + ε), [N, outputs]. Σ over the kernel first, Q = Σ_k W², leaves one matrix product, s²·Qᵀ.
   * The activation's gain √2 rides along, here and in noise and bias: lrelu(√2·v) = √2·lrelu(v). Given is its square.
   */
  #demodulation(name: string, style: string, squaredGain: number): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const [outputs, inputs] = shape as [number, number];
    const area = data.length / (outputs * inputs);
    const energy = new Float32Array(inputs * outputs);
    for (let o = 0; o < outputs; o++) {
      for (let i = 0; i < inputs; i++) {
        let sum = 0;
        for (let k = 0; k < area; k++) sum += data[(o * inputs + i) * area + k]! ** 2;
        energy[i * outputs + o] = sum / squaredGain;
      }
    }
    const product = g.node('MatMul', [g.node('Mul', [style, style]), g.constant(energy, [inputs, outputs])]);
    const norm = g.node('Sqrt', [g.node('Add', [product, g.constant([EPSILON / squaredGain], [])])]);
    return g.node('Reciprocal', [norm]);
  }

  #noise(name: string, side: number, gain: number): string {
    const g = this.#g;
    const { data } = parameter(this.#weights, `${name}.noise_const`);
    const strength = parameter(this.#weights, `${name}.noise_strength`).data[0]! * gain;
    const input = `noise_${name.replace('synthesis.', '').replace('.', '_')}`;
    const map = g.overridableInput(input, { data, shape: [1, 1, side, side] });
    return g.node('Mul', [map, g.constant([strength], [])]);
  }

  /** Holds activations to ± the clamp, which follows the gain of its branch as the official one does. */
  #clamp(x: string, branch: number): string {
    const { convClamp } = this.#config;
    if (convClamp === undefined) return x;
    const limit = convClamp * branch;
    return this.#g.node('Clip', [x, this.#g.constant([-limit], []), this.#g.constant([limit], [])]);
  }

  #bias(name: string, gain: number): string {
    const { data } = parameter(this.#weights, name);
    return this.#g.weight(name, { data: data.map((v) => v * gain), shape: [1, data.length, 1, 1] });
  }
}

/** [N, C] → [N, C, 1, 1], to scale the channels of an activation. */
function spread(g: GraphBuilder, vector: string, channels: number): string {
  return g.node('Reshape', [vector, g.integers([-1, channels, 1, 1])]);
}
