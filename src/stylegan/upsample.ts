/**
 * Constants of StyleGAN2's two ×2 up-samplings.
 *
 * Both filter with [1, 3, 3, 1] ⊗ [1, 3, 3, 1] / 64 and gain 4 (upfirdn2d in NVlabs/stylegan2-ada-pytorch).
 * Measured on ONNX Runtime's CPU provider, one core, processor ms of a whole 256 px network (14.9 GMAC): transposed
 * convolution then depthwise filter 424, with the filter in two passes 443; four polyphase convolutions (2×2, 2×1, 1×2,
 * 1×1), DepthToSpace, filter 451; the same as one 2×2 convolution 573; one 3×3 polyphase convolution that contains the
 * filter 733. The order is the same at 128 px.
 */
import type { Tensor } from '../onnx/graph.js';

/** One dimension of the filter, with the gain of its dimension. */
const FIR = [0.25, 0.75, 0.75, 0.25] as const;

/** The 4×4 filter once for each channel, [C, 1, 4, 4], for a depthwise convolution after the transposed one, pad 1. */
export function filterWeights(channels: number): Tensor {
  const filter = FIR.flatMap((y) => FIR.map((x) => y * x));
  return { data: Float32Array.from({ length: channels * 16 }, (_, i) => filter[i % 16]!), shape: [channels, 1, 4, 4] };
}

/**
 * Weights [4·C, C, 3, 3] that up-sample each of C channels by itself, for the RGB skip: convolution with pad 1, then
 * DepthToSpace CRD (channel c·4 + 2·py + px). Of the zero-inserted image, an even output sees ¼ of the left neighbour
 * and ¾ of its own pixel, an odd one ¾ of its own and ¼ of the right neighbour.
 */
export function channelUpWeights(channels: number): Tensor {
  const taps = [
    [FIR[3], FIR[1], 0],
    [0, FIR[2], FIR[0]],
  ] as const;
  const data = new Float32Array(channels * 4 * channels * 9);
  for (let c = 0; c < channels; c++) {
    for (let phase = 0; phase < 4; phase++) {
      const at = ((c * 4 + phase) * channels + c) * 9;
      for (let y = 0; y < 3; y++) {
        for (let x = 0; x < 3; x++) data[at + y * 3 + x] = taps[phase >> 1]![y]! * taps[phase & 1]![x]!;
      }
    }
  }
  return { data, shape: [channels * 4, channels, 3, 3] };
}
