/** What a stage may ask of a pack's networks. Stages see this interface only; sessions and tensors stay in the engine. */
import type { PackManifest } from '../pack/manifest.js';
import type { AttributeScores, LabelMap, RgbPlanes } from '../pair.js';

/** Noise maps by generator input name, [1, 1, H, W] flattened; absent means the generator's own constants. */
export type NoiseMaps = Readonly<Record<string, Float32Array>>;

/**
 * The networks of one pack, loaded. Each call is one batched inference; results keep the order of the arguments.
 * Images are at the generator's resolution; scorers resize for themselves. A network that the pack lacks is absent.
 */
export interface Models {
  readonly manifest: PackManifest;
  /**
   * z, each [zDim] → W+, each [numWs * wDim]; `psi` holds one truncation factor a layer, [numWs]. `label` is the class
   * that a conditional generator draws, 0 by default.
   */
  map(z: readonly Float32Array[], psi: Float32Array, label?: number): Promise<Float32Array[]>;
  /** W+, each [numWs * wDim] → images. */
  synthesise(ws: readonly Float32Array[], noise?: NoiseMaps): Promise<RgbPlanes[]>;
  /** Attribute scores in the manifest's units. */
  readonly attributes?: (images: readonly RgbPlanes[]) => Promise<AttributeScores[]>;
  /** Label maps at the image's own size, classes numbered as in the manifest. */
  readonly parse?: (images: readonly RgbPlanes[]) => Promise<LabelMap[]>;
  /** Unit-length identity embeddings. */
  readonly embed?: (images: readonly RgbPlanes[]) => Promise<Float32Array[]>;
  /** Points in px of the image, [x0, y0, x1, y1, …], in the manifest's order. */
  readonly landmarks?: (images: readonly RgbPlanes[]) => Promise<Float32Array[]>;
  /** Scores of the generator's own discriminator, higher for what looks more real to it; images at its resolution. */
  readonly realism?: (images: readonly RgbPlanes[], label?: number) => Promise<number[]>;
  close(): Promise<void>;
}
