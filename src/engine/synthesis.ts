/** A pack's synthesis network: W+ in, images out. */
import { readFile } from 'node:fs/promises';
import { cutAtLayer } from '../onnx/cut.js';
import { requireInputs } from '../onnx/require.js';
import type { PackManifest } from '../pack/manifest.js';
import type { RgbPlanes } from '../pair.js';
import type { Models, NoiseMaps } from './models.js';
import { Session, type SessionOptions } from './session.js';
import { batchOf, type FloatTensor, rows } from './tensor.js';

/** How the network will be used. */
export interface SynthesisUse {
  /** Every call gives its noise maps; otherwise the generator's constants are used. */
  readonly seededNoise: boolean;
  /** Layers of W+ before this one mostly agree from image to image: what hangs on them alone is computed once. */
  readonly firstLayer: number;
}

type Outputs = Readonly<Record<string, FloatTensor>>;

/** @throws DiptychError E_MODEL, E_PROVIDER */
export async function openSynthesis(
  file: string,
  generator: PackManifest['generator'],
  options: SessionOptions,
  { seededNoise, firstLayer }: SynthesisUse,
): Promise<Pick<Models, 'synthesise' | 'close'>> {
  const { numWs, wDim, resolution } = generator;
  const required = seededNoise ? generator.noise.map(({ name }) => name) : [];
  const model = seededNoise || firstLayer > 0 ? requireInputs(await readFile(file), required) : file;
  const cut = typeof model === 'string' || firstLayer === 0 ? undefined : cutAtLayer(model, firstLayer);
  const head = cut && (await Session.open(cut.head, options, file));
  const tail = await Session.open(cut?.tail ?? model, options, file);

  const feed = (session: Session, ws: readonly Float32Array[], maps: NoiseMaps): Outputs => {
    const noise = generator.noise.flatMap(({ name, side }) => {
      const data = maps[name];
      return data ? [[name, { data, shape: [1, 1, side, side] }] as const] : [];
    });
    const all = Object.entries({ ws: batchOf(ws, [numWs, wDim]), ...Object.fromEntries(noise) });
    return Object.fromEntries(all.filter(([name]) => session.inputs.includes(name)));
  };

  let kept: { readonly ws: Float32Array; readonly maps: NoiseMaps; readonly values: Outputs } | undefined;
  const sharedBy = (a: Float32Array, b: Float32Array): boolean =>
    equal(a.subarray(0, firstLayer * wDim), b.subarray(0, firstLayer * wDim));
  const valuesOf = async (ws: Float32Array, maps: NoiseMaps): Promise<Outputs> => {
    if (!head) return {};
    if (!kept || !sharedBy(kept.ws, ws) || !equalMaps(kept.maps, maps)) {
      kept = { ws, maps, values: await head.run(feed(head, [ws], maps)) };
    }
    return kept.values;
  };

  return {
    synthesise: async (ws, maps = {}) => {
      const images: RgbPlanes[] = [];
      while (images.length < ws.length) {
        const [first, ...others] = ws.slice(images.length);
        const differs = head ? others.findIndex((other) => !sharedBy(first!, other)) : -1;
        const batch = differs < 0 ? [first!, ...others] : [first!, ...others.slice(0, differs)];
        const { image } = await tail.run({ ...(await valuesOf(first!, maps)), ...feed(tail, batch, maps) });
        for (const data of rows(image, 3 * resolution ** 2))
          images.push({ data, width: resolution, height: resolution });
      }
      return images;
    },
    close: async () => {
      await head?.close();
      await tail.close();
    },
  };
}

function equalMaps(a: NoiseMaps, b: NoiseMaps): boolean {
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => b[name] && equal(a[name]!, b[name]));
}

function equal(a: Float32Array, b: Float32Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
