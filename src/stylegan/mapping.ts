/**
 * The mapping network as an ONNX graph: z → W+ with truncation.
 *
 * Source: MappingNetwork in NVlabs/stylegan2-ada-pytorch, training/networks.py.
 */
import { GraphBuilder, type WeightPrecision } from '../onnx/graph.js';
import { type GeneratorConfig, parameter, type Weights } from './weights.js';

const SLOPE = 0.2;
const EPSILON = 1e-8;

/**
 * Inputs: `z` [N, zDim]; for a class-conditional generator `c` [N, labelDim], one-hot; `psi` [numWs], the truncation
 * factor of each layer (1 leaves a layer as it is, so a cutoff is a vector that turns to 1).
 * Output: `ws` [N, numWs, wDim] = w_avg + psi · (w − w_avg). `mapping.w_avg` is [wDim], or [numWs, wDim] where each layer
 * has a centre of its own.
 */
export function buildMapping(weights: Weights, config: GeneratorConfig, precision: WeightPrecision): Uint8Array {
  const g = new GraphBuilder('mapping', precision);
  let x = normalise(g, g.input('z', ['N', config.zDim]));
  if (config.labelDim > 0) {
    x = g.node('Concat', [x, normalise(g, embed(g, weights, g.input('c', ['N', config.labelDim])))], { axis: 1 });
  }
  x = mappingLayers(g, weights, config, x);
  const centre = parameter(weights, 'mapping.w_avg').data;
  const average = g.constant(centre, [1, centre.length / config.wDim, config.wDim]);
  const psi = g.node('Reshape', [g.input('psi', [config.numWs]), g.integers([1, config.numWs, 1])]);
  const offset = g.node('Sub', [g.node('Unsqueeze', [x, g.integers([1])]), average]);
  const ws = g.node('Add', [g.node('Mul', [offset, psi]), average]);
  g.output(ws, 'ws', ['N', config.numWs, config.wDim]);
  return g.build();
}

/** The label's embedding, a linear layer without activation: `c` [N, labelDim] → [N, features]. */
export function embed(g: GraphBuilder, weights: Weights, c: string): string {
  const { data, shape } = parameter(weights, 'mapping.embed.weight');
  const gain = 1 / Math.sqrt(shape[1]!);
  return g.node(
    'Gemm',
    [
      c,
      g.weight('embed.weight', { data: data.map((v) => v * gain), shape }),
      g.weight('embed.bias', parameter(weights, 'mapping.embed.bias')),
    ],
    { transB: 1 },
  );
}

/** The fully connected layers, `mapping.fc0` onwards. */
export function mappingLayers(
  g: GraphBuilder,
  weights: Weights,
  { mappingLayers: layers, mappingRate }: Pick<GeneratorConfig, 'mappingLayers' | 'mappingRate'>,
  input: string,
): string {
  let x = input;
  for (let layer = 0; layer < layers; layer++) {
    const { data, shape } = parameter(weights, `mapping.fc${layer}.weight`);
    // lrelu(√2·v) = √2·lrelu(v): the activation's gain is folded into weight and bias.
    const gain = (mappingRate / Math.sqrt(shape[1]!)) * Math.SQRT2;
    const bias = parameter(weights, `mapping.fc${layer}.bias`);
    x = g.node(
      'Gemm',
      [
        x,
        g.weight(`fc${layer}.weight`, { data: data.map((v) => v * gain), shape }),
        g.weight(`fc${layer}.bias`, { data: bias.data.map((v) => v * mappingRate * Math.SQRT2), shape: bias.shape }),
      ],
      { transB: 1 },
    );
    x = g.node('LeakyRelu', [x], { alpha: { float: SLOPE } });
  }
  return x;
}

/** x / sqrt(mean(x²) + ε) over the features. */
export function normalise(g: GraphBuilder, z: string): string {
  const mean = g.node('ReduceMean', [g.node('Mul', [z, z])], { axes: [1], keepdims: 1 });
  return g.node('Div', [z, g.node('Sqrt', [g.node('Add', [mean, g.constant([EPSILON], [])])])]);
}
