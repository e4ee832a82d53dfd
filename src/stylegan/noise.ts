/** Seeded noise maps of a candidate, shared by all its images: noise that differed would move the background. */
import { hash32 } from '../random.js';
import { gaussianOfSeed } from './seed.js';
import type { NoiseInput } from './synthesis.js';

/** Standard normal maps by input name, each [1, 1, side, side] flattened; a function of the seed and the input's name. */
export function noiseOfSeed(seed: number, inputs: readonly NoiseInput[]): Record<string, Float32Array> {
  return Object.fromEntries(
    inputs.map(({ name, side }) => [name, gaussianOfSeed(hash32(`${seed}/${name}`), side * side)]),
  );
}
