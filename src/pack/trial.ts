/** A generator's networks, run before they are kept: what they draw must be an image. */
import { Session, type SessionOptions } from '../engine/session.js';
import { batchOf } from '../engine/tensor.js';
import { DiptychError } from '../errors.js';
import { gaussianOfSeed } from '../stylegan/seed.js';
import type { GeneratorConfig } from '../stylegan/weights.js';

/** Networks of a pack's generator, as ONNX files in memory. */
export interface Networks {
  readonly mapping: Uint8Array;
  readonly synthesis: Uint8Array;
  readonly discriminator?: Uint8Array | undefined;
}

/** What a trial found. */
export interface Trial {
  /** From the truncation centre to the mean w of SAMPLES, in standard deviations of w; about 0.03 by chance alone. */
  readonly centreOff: number;
}

const SAMPLES = 1000;
/** Seeds of the face that is drawn, and of the samples. */
const [FACE, CLOUD] = [0, 1];

/**
 * Draws one face, and 1,000 points of W.
 * @param centre truncation centre, [wDim] or one for each layer
 * @throws DiptychError E_CHECKPOINT where numbers are not finite, shapes are others, or the image is flat
 */
export async function tryGenerator(
  networks: Networks,
  config: GeneratorConfig,
  centre: Float32Array,
  options: SessionOptions,
  file: string,
): Promise<Trial> {
  const { zDim, wDim, numWs, resolution } = config;
  const mapping = await Session.open(networks.mapping, options, `the mapping network of ${file}`);
  try {
    const one = await mapping.run(inputsOf(config, gaussianOfSeed(FACE, zDim)));
    const ws = expectShape(one.ws, [1, numWs, wDim], 'latents', file);
    const synthesis = await Session.open(networks.synthesis, options, `the synthesis network of ${file}`);
    try {
      const { image } = await synthesis.run({ ws: { data: ws, shape: [1, numWs, wDim] } });
      checkImage(expectShape(image, [1, 3, resolution, resolution], 'an image', file), file);
    } finally {
      await synthesis.close();
    }
    const many = await mapping.run(inputsOf(config, gaussianOfSeed(CLOUD, SAMPLES * zDim)));
    return { centreOff: distanceToMean(expectShape(many.ws, [SAMPLES, numWs, wDim], 'latents', file), config, centre) };
  } finally {
    await mapping.close();
  }
}

/** Untruncated; the samples of a conditional generator are spread over its classes. */
function inputsOf({ zDim, numWs, labelDim }: GeneratorConfig, z: Float32Array) {
  const count = z.length / zDim;
  const items = Array.from({ length: count }, (_, n) => z.subarray(n * zDim, (n + 1) * zDim));
  const labels = items.map((_, n) => new Float32Array(labelDim).fill(1, n % labelDim, (n % labelDim) + 1));
  return {
    z: batchOf(items, [zDim]),
    psi: { data: new Float32Array(numWs).fill(1), shape: [numWs] },
    ...(labelDim > 0 && { c: batchOf(labels, [labelDim]) }),
  };
}

function expectShape(
  tensor: { readonly data: Float32Array; readonly shape: readonly number[] } | undefined,
  shape: readonly number[],
  what: string,
  file: string,
): Float32Array {
  if (tensor?.shape.join() !== shape.join()) throw unusable(file, `${what} of [${shape}]`, `[${tensor?.shape}]`);
  if (!tensor.data.every(Number.isFinite)) throw unusable(file, what, 'numbers that are not finite');
  return tensor.data;
}

function checkImage(image: Float32Array, file: string): void {
  const [first] = image;
  if (image.every((value) => value === first)) throw unusable(file, 'an image', 'one flat colour');
}

/** Root mean square over the features, of the first layer's w. */
function distanceToMean(ws: Float32Array, { numWs, wDim }: GeneratorConfig, centre: Float32Array): number {
  let [off, variance] = [0, 0];
  for (let k = 0; k < wDim; k++) {
    let [sum, squares] = [0, 0];
    for (let n = 0; n < SAMPLES; n++) {
      const value = ws[n * numWs * wDim + k]!;
      sum += value;
      squares += value * value;
    }
    const mean = sum / SAMPLES;
    off += (mean - centre[k]!) ** 2;
    variance += Math.max(0, squares / SAMPLES - mean * mean);
  }
  return variance > 0 ? Math.sqrt(off / variance) : 0;
}

function unusable(file: string, expected: string, received: string): DiptychError {
  return new DiptychError(
    'E_CHECKPOINT',
    `Expected ${expected} from the generator of ${file} but received ${received}`,
    {
      hint: 'The checkpoint is damaged, or trained to nothing: try another one',
    },
  );
}
