/**
 * A 3×3 convolution by Winograd's minimal filtering F(4×4, 3×3): a quarter of the multiplications.
 *
 * Source: Lavin and Gray 2016, "Fast Algorithms for Convolutional Neural Networks", section 4.3. Tiles of 6×6 px that
 * overlap by 2 are transformed, multiplied with transformed weights at each of 36 points, and transformed back to 4×4 px.
 * ONNX Runtime's CPU provider convolves directly, near the limit of the processor's arithmetic, so time is left to save
 * in the arithmetic alone. Rounding moves an image by some 1e-6 of its range, as much as another order of summing does.
 */
import type { GraphBuilder, Tensor } from '../onnx/graph.js';

/** Side of a tile's output, and of its input. */
const OUT = 4;
const IN = 6;
const POINTS = IN * IN;

/** Bᵀ, G and A of the paper: input, weights and output of one dimension, at the points 0, ±1, ±2 and ∞. */
const INPUT = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
] as const;
const WEIGHT = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;
const OUTPUT = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
] as const;

/**
 * Whether it is faster than a direct convolution. Measured on one core: from 128 channels, where the products outweigh
 * the transforms (64 channels at 256 px lose a fifth), and from 16 px, where they outweigh reading four times the weights.
 */
export function favoursWinograd(channels: number, side: number): boolean {
  return channels >= 128 && side >= 16 && side % OUT === 0;
}

/**
 * Adds x [N, inputs, side, side] ∗ weight [outputs, inputs, 3, 3], padded by 1 → [N, outputs, side, side]; sides are
 * multiples of 4. The file holds the weights as they are; the runtime transforms them when it loads the graph.
 */
export function winograd(g: GraphBuilder, name: string, x: string, weight: Tensor, side: number): string {
  const [outputs, inputs] = weight.shape as [number, number];
  const tiles = (side / OUT) ** 2;
  const reshape = (value: string, shape: readonly number[]): string => g.node('Reshape', [value, g.integers(shape)]);

  // (1) Weights at each point, [36, outputs, inputs], from [9, outputs · inputs].
  const taps = g.weight(`${name}.weight`, { data: transposed(weight.data, 9), shape: [9, outputs * inputs] });
  const points = g.node('MatMul', [g.constant(squared(WEIGHT), [POINTS, 9]), taps]);
  const filters = reshape(points, [POINTS, outputs, inputs]);

  // (2) Tiles at each point, [N, 36, inputs, tiles]: every channel is an image of its own to the strided convolution.
  const planes = reshape(x, [-1, 1, side, side]);
  const raised = g.node('Conv', [planes, g.constant(squared(INPUT), [POINTS, 1, IN, IN])], {
    kernel_shape: [IN, IN],
    strides: [OUT, OUT],
    pads: [1, 1, 1, 1],
  });
  const seen = g.node('Transpose', [reshape(raised, [-1, inputs, POINTS, tiles])], { perm: [0, 2, 1, 3] });

  // (3) Products over the channels, then the 16 px of each tile, [N, 16 · outputs, side / 4, side / 4], put in place.
  const products = reshape(g.node('MatMul', [filters, seen]), [-1, POINTS, outputs * tiles]);
  const pixels = g.node('MatMul', [g.constant(squared(OUTPUT), [OUT * OUT, POINTS]), products]);
  const phases = reshape(pixels, [-1, OUT * OUT * outputs, side / OUT, side / OUT]);
  return g.node('DepthToSpace', [phases], { blocksize: OUT, mode: 'DCR' });
}

/** The transform of both dimensions at once, matrix ⊗ matrix, row-major. */
function squared(matrix: readonly (readonly number[])[]): Float32Array {
  return Float32Array.from(
    matrix.flatMap((rowY) => matrix.flatMap((rowX) => rowY.flatMap((y) => rowX.map((x) => y * x)))),
  );
}

/** [rows, columns] → [columns, rows]. */
function transposed(values: Float32Array, columns: number): Float32Array {
  const rows = values.length / columns;
  const result = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) result[column * rows + row] = values[row * columns + column]!;
  }
  return result;
}
