/**
 * The mapping network as an ONNX graph: z → W+ with truncation.
 *
 * Source: MappingNetwork in NVlabs/stylegan2-ada-pytorch, training/networks.py; learning-rate multiplier 0.01.
 */
import { GraphBuilder, type WeightPrecision } from '../onnx/graph.js';
import { type GeneratorConfig, parameter, type Weights } from './weights.js';

const LR_MULTIPLIER = 0.01;
const SLOPE = 0.2;
const EPSILON = 1e-8;

/**
 * Inputs: `z` [N, zDim]; `psi` [numWs], the truncation factor of each layer (1 leaves a layer as it is, so a cutoff is a
 * vector that turns to 1). Output: `ws` [N, numWs, wDim] = w_avg + psi · (w − w_avg).
 */
export function buildMapping(weights: Weights, config: GeneratorConfig, precision: WeightPrecision): Uint8Array {
  const g = new GraphBuilder('mapping', precision);
  let x = normalise(g, g.input('z', ['N', config.zDim]));
  for (let layer = 0; layer < config.mappingLayers; layer++) {
    const { data, shape } = parameter(weights, `mapping.fc${layer}.weight`);
    // lrelu(√2·v) = √2·lrelu(v): the activation's gain is folded into weight and bias.
    const gain = (LR_MULTIPLIER / Math.sqrt(shape[1]!)) * Math.SQRT2;
    const bias = parameter(weights, `mapping.fc${layer}.bias`);
    x = g.node(
      'Gemm',
      [
        x,
        g.weight(`fc${layer}.weight`, { data: data.map((v) => v * gain), shape }),
        g.weight(`fc${layer}.bias`, { data: bias.data.map((v) => v * LR_MULTIPLIER * Math.SQRT2), shape: bias.shape }),
      ],
      { transB: 1 },
    );
    x = g.node('LeakyRelu', [x], { alpha: { float: SLOPE } });
  }
  const average = g.constant(parameter(weights, 'mapping.w_avg').data, [1, 1, config.wDim]);
  const psi = g.node('Reshape', [g.input('psi', [config.numWs]), g.integers([1, config.numWs, 1])]);
  const offset = g.node('Sub', [g.node('Unsqueeze', [x, g.integers([1])]), average]);
  const ws = g.node('Add', [g.node('Mul', [offset, psi]), average]);
  g.output(ws, 'ws', ['N', config.numWs, config.wDim]);
  return g.build();
}

/** x / sqrt(mean(x²) + ε) over the features. */
function normalise(g: GraphBuilder, z: string): string {
  const mean = g.node('ReduceMean', [g.node('Mul', [z, z])], { axes: [1], keepdims: 1 });
  return g.node('Div', [z, g.node('Sqrt', [g.node('Add', [mean, g.constant([EPSILON], [])])])]);
}
