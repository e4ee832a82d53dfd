/** Small pairs, packs and networks for the tests of stages. */
import { type PackManifest, packManifestSchema } from '../../src/pack/manifest.js';
import type { Pair, RgbPlanes, State } from '../../src/pair.js';
import { paint } from '../image/planes.js';

const file = { path: 'x.onnx', sha256: '0'.repeat(64), bytes: 1, licence: 'CC0-1.0', source: 'test' };
const probability = (name: string, column = 0) => ({ name, output: 'o', column, unit: 'probability', span: 1 });

/** A pack that measures everything, with five parsing classes. */
export const MANIFEST: PackManifest = packManifestSchema.parse({
  schema: 1,
  name: 'tiny',
  version: '1',
  description: '',
  licence: 'CC0-1.0',
  generator: { mapping: file, synthesis: file, resolution: 32, zDim: 4, wDim: 4, numWs: 4, noise: [] },
  scorers: {
    attributes: {
      file,
      size: 32,
      attributes: [
        probability('male'),
        { name: 'age', output: 'age', unit: 'years', span: 50 },
        probability('smile'),
        { name: 'hair_length', output: 'hair_length', unit: 'share', span: 1 },
        probability('hair_colour.black', 0),
        probability('hair_colour.blond', 1),
        probability('hair_colour.grey', 2),
        { name: 'yaw', output: 'yaw', unit: 'degrees', span: 60 },
        { name: 'pitch', output: 'pitch', unit: 'degrees', span: 40 },
      ],
    },
    parsing: { file, size: 32, classes: ['background', 'skin', 'hair', 'eye', 'nose'] },
    identity: { file, size: 32, dim: 2 },
    landmarks: { file, size: 32, points: ['eye_right', 'eye_left', 'nose', 'mouth_right', 'mouth_left'] },
  },
  directions: [],
});

/** The same pack without any scorer. */
export const BARE: PackManifest = { ...MANIFEST, scorers: {} };

export const ATTRIBUTES = {
  male: 0.1,
  age: 30,
  smile: 0.05,
  hair_length: 0.8,
  'hair_colour.black': 0.7,
  'hair_colour.blond': 0.2,
  'hair_colour.grey': 0.1,
  yaw: 2,
  pitch: -1,
};

export const state = (label: string, image: RgbPlanes, attributes: State['attributes'] = ATTRIBUTES): State => ({
  label,
  strength: 0,
  image,
  attributes,
});

export const flat = (value: number, side = 32): RgbPlanes => paint(side, side, () => value);

/** A smile pair of two flat images. */
export function pairOf(change: Partial<Pair> = {}): Pair {
  const image = change.before?.image ?? flat(0);
  return {
    id: '000000007',
    candidate: { index: 7, seed: 7, ws: new Float32Array(16) },
    before: state('before', flat(0)),
    between: [],
    after: state('after', flat(0.1), { ...ATTRIBUTES, smile: 0.95 }),
    mask: { data: new Float32Array(image.width * image.height).fill(1), width: image.width, height: image.height },
    edit: {
      direction: 'smile',
      attribute: 'smile',
      evaluations: 5,
      reached: true,
      targets: [{ max: 0.1 }, { min: 0.9 }],
    },
    notes: {},
    ...change,
  };
}

export async function* from<T>(...items: T[]): AsyncIterable<T> {
  yield* items;
}

export async function collect<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
