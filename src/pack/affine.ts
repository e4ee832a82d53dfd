/** The affine layers of a pack's generator, read from the weights in its synthesis graph. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { decodeInto } from '../checkpoint/dtype.js';
import { DiptychError } from '../errors.js';
import type { AffineWeights } from '../latent/sefa.js';
import { DATA_TYPE, ModelProto } from '../onnx/proto.js';
import type { Pack } from './load.js';

interface Model {
  readonly graph: { readonly initializer: readonly Initializer[] };
}

interface Initializer {
  readonly name: string;
  readonly dims: readonly unknown[];
  readonly dataType: number;
  readonly rawData: Uint8Array;
}

/**
 * Weights [outputs, wDim] of each name, scaled as the graph has them: by a constant a layer, which SeFa does not see.
 * @throws DiptychError E_PACK when the graph has no such weights
 */
export async function affineWeights({ folder, manifest }: Pack, names: readonly string[]): Promise<AffineWeights[]> {
  const file = path.join(folder, manifest.generator.synthesis.path);
  const { graph } = ModelProto.decode(await readFile(file)) as unknown as Model;
  const stored = new Map(graph.initializer.map((tensor) => [tensor.name, tensor]));
  return names.map((name) => {
    const tensor = stored.get(name) ?? stored.get(`${name}.half`);
    if (!tensor) {
      throw new DiptychError('E_PACK', `Expected the weights ${name} for ${file} but received none`, {
        hint: 'SeFa reads graphs that Diptych wrote: diptych models import',
      });
    }
    const shape = tensor.dims.map(Number);
    const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
    decodeInto(data, 0, tensor.rawData, tensor.dataType === DATA_TYPE.float16 ? 'float16' : 'float32');
    return { name, data, shape };
  });
}
