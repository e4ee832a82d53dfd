/**
 * The discriminator as an ONNX graph: image → realism score.
 *
 * Source: Discriminator in NVlabs/stylegan2-ada-pytorch, training/networks.py, `force_fp32`.
 */
import { GraphBuilder, type WeightPrecision } from '../onnx/graph.js';
import { embed, mappingLayers, normalise } from './mapping.js';
import { type GeneratorConfig, MAPPING_RATE, parameter, type Shapes, type Weights } from './weights.js';

const SLOPE = 0.2;
const EPSILON = 1e-8;
/** Images of a group in the minibatch deviation, in every published StyleGAN2 but `paper256`. */
const GROUP = 4;
/** The low-pass filter [1, 3, 3, 1] ⊗ [1, 3, 3, 1] / 64. */
const FIR = [1, 3, 3, 1].flatMap((y) => [1, 3, 3, 1].map((x) => (y * x) / 64));

/** How a discriminator is built. */
export interface DiscriminatorConfig
  extends Pick<
    GeneratorConfig,
    'labelDim' | 'mappingLayers' | 'mappingRate' | 'resolution' | 'architecture' | 'convClamp'
  > {
  /** Resolutions of the blocks above the last one, resolution, …, 8. */
  readonly blocks: readonly number[];
  /** Images of a group, and maps that the group's deviation adds; no maps switch it off. */
  readonly deviation: { readonly group: number; readonly maps: number };
}

/** Reads sizes and kinds from names and shapes; what they cannot say is as in the official networks. */
export function inferDiscriminatorConfig(weights: Shapes, owner?: string): DiscriminatorConfig {
  let mappingLayers = 0;
  while (weights.has(`mapping.fc${mappingLayers}.weight`)) mappingLayers += 1;
  const blocks: number[] = [];
  for (let side = 8; weights.has(`b${side}.conv0.weight`); side *= 2) blocks.unshift(side);
  const features = parameter(weights, 'b4.fc.weight', owner).shape[1]! / 16;
  return {
    labelDim: weights.get('mapping.embed.weight')?.shape[1] ?? 0,
    mappingLayers,
    mappingRate: MAPPING_RATE,
    resolution: blocks[0] ?? 4,
    blocks,
    architecture: architectureOf(weights),
    convClamp: undefined,
    deviation: { group: GROUP, maps: parameter(weights, 'b4.conv.weight', owner).shape[1]! - features },
  };
}

function architectureOf(weights: Shapes): DiscriminatorConfig['architecture'] {
  if (weights.has('b8.skip.weight')) return 'resnet';
  return weights.has('b4.fromrgb.weight') && weights.has('b8.conv0.weight') ? 'skip' : 'orig';
}

/**
 * Inputs: `image` [N, 3, R, R] in [-1, 1]; for a class-conditional network `c` [N, labelDim], one-hot. Output: `score`
 * [N, 1], the logit: higher is more real.
 *
 * The score of an image depends on its group, as the network was trained: the deviation over `min(group, N)` images is
 * one of its features, and image i is grouped with i + N/group, i + 2N/group, … So N is a multiple of the group's size or
 * below it, and scores compare only when each image stood among the same number of others.
 */
export function buildDiscriminator(
  weights: Weights,
  config: DiscriminatorConfig,
  precision: WeightPrecision,
): Uint8Array {
  const g = new GraphBuilder('discriminator', precision);
  const net = new DiscriminatorGraph(g, weights, config);
  let image = g.input('image', ['N', 3, config.resolution, config.resolution]);
  let x = '';
  for (const side of config.blocks) {
    if (x === '' || config.architecture === 'skip') {
      const colour = net.convolution(`b${side}.fromrgb`, image);
      x = x === '' ? colour : g.node('Add', [x, colour]);
      if (config.architecture === 'skip') image = net.half(image, 3);
    }
    x = net.block(`b${side}`, x);
  }
  if (x === '') x = net.convolution('b4.fromrgb', image);
  else if (config.architecture === 'skip') x = g.node('Add', [x, net.convolution('b4.fromrgb', image)]);
  if (config.deviation.maps > 0) x = net.withDeviation(x);
  x = net.convolution('b4.conv', x);
  x = net.linear('b4.fc', g.node('Flatten', [x]), Math.SQRT2);
  x = net.linear('b4.out', g.node('LeakyRelu', [x], { alpha: { float: SLOPE } }), 1);
  if (config.labelDim > 0) {
    const label = normalise(g, embed(g, weights, g.input('c', ['N', config.labelDim])));
    const features = parameter(weights, 'b4.out.weight').shape[0]!;
    const match = g.node('Mul', [x, mappingLayers(g, weights, config, label)]);
    const sum = g.node('ReduceSum', [match, g.integers([1])], { keepdims: 1 });
    x = g.node('Mul', [sum, g.constant([1 / Math.sqrt(features)], [])]);
  }
  g.output(x, 'score', ['N', 1]);
  return g.build();
}

class DiscriminatorGraph {
  readonly #g: GraphBuilder;
  readonly #weights: Weights;
  readonly #config: DiscriminatorConfig;

  constructor(g: GraphBuilder, weights: Weights, config: DiscriminatorConfig) {
    this.#g = g;
    this.#weights = weights;
    this.#config = config;
  }

  /** Two convolutions, the second of which halves the side; in a residual network beside a shortcut, both times √½. */
  block(name: string, x: string): string {
    const residual = this.#config.architecture === 'resnet';
    const y = this.convolution(
      `${name}.conv1`,
      this.convolution(`${name}.conv0`, x),
      true,
      residual ? Math.SQRT1_2 : 1,
    );
    return residual ? this.#g.node('Add', [this.#shortcut(`${name}.skip`, x), y]) : y;
  }

  /** Convolution, bias, leaky ReLU and gain √2, times the gain of its branch; halving filters first, then strides. */
  convolution(name: string, input: string, halving = false, branch = 1): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const [outputs, inputs, kernel] = shape as [number, number, number, number];
    // lrelu(√2·v) = √2·lrelu(v): the activation's gain is folded into weight and bias.
    const gain = Math.SQRT2 * branch;
    const scale = gain / Math.sqrt(inputs * kernel * kernel);
    const weight = g.weight(`${name}.weight`, { data: data.map((v) => v * scale), shape });
    const bias = g.weight(`${name}.bias`, {
      data: parameter(this.#weights, `${name}.bias`).data.map((v) => v * gain),
      shape: [outputs],
    });
    const pad = (kernel - 1) / 2;
    const y = halving
      ? g.node('Conv', [this.#filter(input, inputs, 1, 2), weight, bias], {
          kernel_shape: [kernel, kernel],
          strides: [2, 2],
        })
      : g.node('Conv', [input, weight, bias], { kernel_shape: [kernel, kernel], pads: [pad, pad, pad, pad] });
    const activated = g.node('LeakyRelu', [y], { alpha: { float: SLOPE } });
    const { convClamp } = this.#config;
    if (convClamp === undefined) return activated;
    const limit = convClamp * branch;
    return g.node('Clip', [activated, g.constant([-limit], []), g.constant([limit], [])]);
  }

  /** A fully connected layer without its activation. */
  linear(name: string, x: string, gain: number): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const bias = parameter(this.#weights, `${name}.bias`);
    const scale = gain / Math.sqrt(shape[1]!);
    return g.node(
      'Gemm',
      [
        x,
        g.weight(`${name}.weight`, { data: data.map((v) => v * scale), shape }),
        g.weight(`${name}.bias`, { data: bias.data.map((v) => v * gain), shape: bias.shape }),
      ],
      { transB: 1 },
    );
  }

  /** Low-passed and halved. */
  half(x: string, channels: number): string {
    return this.#filter(x, channels, 2, 1);
  }

  /**
   * [N, C, 4, 4] → [N, C + maps, 4, 4]: appends the deviation over the images of a group, averaged over places and over
   * the channels of each map.
   */
  withDeviation(x: string): string {
    const g = this.#g;
    const { group, maps } = this.#config.deviation;
    const channels = parameter(this.#weights, 'b4.conv.weight').shape[1]! - maps;
    const batch = g.node('Gather', [g.node('Shape', [x]), g.integers([0])], { axis: 0 });
    const size = g.node('Min', [batch, g.integers([group])]);
    const reshape = (value: string, rest: readonly number[]) =>
      g.node('Reshape', [value, g.node('Concat', [size, g.integers(rest)], { axis: 0 })]);
    const grouped = reshape(x, [-1, maps, channels / maps, 4, 4]);
    const mean = g.node('ReduceMean', [grouped], { axes: [0], keepdims: 1 });
    const offset = g.node('Sub', [grouped, mean]);
    const variance = g.node('ReduceMean', [g.node('Mul', [offset, offset])], { axes: [0], keepdims: 1 });
    const deviation = g.node('Sqrt', [g.node('Add', [variance, g.constant([EPSILON], [])])]);
    // [1, groups, maps, 1, 1, 1], for each image of its group and each place.
    const average = g.node('ReduceMean', [deviation], { axes: [3, 4, 5], keepdims: 1 });
    const places = g.node('Concat', [size, g.integers([1, 1, 1, 4, 4])], { axis: 0 });
    const map = g.node('Reshape', [g.node('Expand', [average, places]), g.integers([-1, maps, 4, 4])]);
    return g.node('Concat', [x, map], { axis: 1 });
  }

  /** The residual path: low-passed, halved, 1×1 convolution, times √½. */
  #shortcut(name: string, x: string): string {
    const g = this.#g;
    const { data, shape } = parameter(this.#weights, `${name}.weight`);
    const inputs = shape[1]!;
    const gain = Math.SQRT1_2 / Math.sqrt(inputs);
    const weight = g.weight(`${name}.weight`, { data: data.map((v) => v * gain), shape });
    return g.node('Conv', [this.half(x, inputs), weight], { kernel_shape: [1, 1] });
  }

  /** The low-pass filter on every channel: H → (H + 2·pad − 4) / stride + 1. */
  #filter(x: string, channels: number, stride: number, pad: number): string {
    const g = this.#g;
    const filter = Float32Array.from({ length: channels * 16 }, (_, i) => FIR[i % 16]!);
    const pads = [pad, pad, pad, pad];
    return g.node('Conv', [x, g.constant(filter, [channels, 1, 4, 4])], {
      kernel_shape: [4, 4],
      strides: [stride, stride],
      pads,
      group: channels,
    });
  }
}
