import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../../../src/checkpoint/npy.js';
import { openCheckpoint } from '../../../src/checkpoint/open.js';
import { type FloatTensor, Session } from '../../../src/engine/session.js';
import { requireInputs } from '../../../src/onnx/require.js';
import { buildDiscriminator } from '../../../src/stylegan/discriminator.js';
import { type Imported, recogniseGenerator } from '../../../src/stylegan/import/recognise.js';
import { buildMapping } from '../../../src/stylegan/mapping.js';
import { buildSynthesis, noiseInputs } from '../../../src/stylegan/synthesis.js';
import { hasShared, shared } from '../../fixtures/shared.js';

const CPU = { provider: 'cpu', threads: 1 };
/** The goldens' own tolerances are 2e-5 to 3e-4; what is promised is 1e-4 for latents and 1e-3 for images. */
const LATENTS = 1e-4;
const IMAGES = 1e-4;

const golden = (folder: string, name: string): FloatTensor => {
  const file = shared(`golden/dev/${folder}/${name}.npy`);
  return parseNpy(readFileSync(file), file);
};

async function read(file: string, which: 'G_ema' | 'G'): Promise<Imported> {
  const checkpoint = await openCheckpoint(shared(`golden/dev/${file}`));
  try {
    return recogniseGenerator(checkpoint, { which });
  } finally {
    checkpoint.close();
  }
}

/** Opening takes longer than running, so that everything is opened once. */
function once<T>(make: (...args: [string, 'G_ema' | 'G']) => Promise<T>) {
  const made = new Map<string, Promise<T>>();
  return (file: string, which: 'G_ema' | 'G' = 'G_ema'): Promise<T> => {
    const key = `${file} ${which}`;
    if (!made.has(key)) made.set(key, make(file, which));
    return made.get(key)!;
  };
}
const imported = once(read);
const mapping = once(async (file) => {
  const { weights, config } = await imported(file);
  return Session.open(buildMapping(weights, config, 'float32'), CPU);
});
const synthesis = once(async (file) => {
  const { weights, config } = await imported(file);
  return Session.open(buildSynthesis(weights, config, 'float32'), CPU);
});
const fedSynthesis = once(async (file) => {
  const { weights, config } = await imported(file);
  const names = noiseInputs(config).map((input) => input.name);
  return Session.open(requireInputs(buildSynthesis(weights, config, 'float32'), names), CPU);
});

async function map(file: string, z: FloatTensor, psi: readonly number[], c?: FloatTensor): Promise<FloatTensor> {
  const factors = { data: Float32Array.from(psi), shape: [psi.length] };
  return (await (await mapping(file)).run({ z, psi: factors, ...(c && { c }) })).ws!;
}

/** Draws with the constant noise. */
const draw = async (file: string, ws: FloatTensor): Promise<FloatTensor> =>
  (await (await synthesis(file)).run({ ws })).image!;

/** Draws with the given map for each noise input, in layer order. */
async function drawWith(file: string, ws: FloatTensor, noise: (i: number, side: number) => Float32Array) {
  const inputs = noiseInputs((await imported(file)).config);
  const maps = inputs.map(({ name, side }, i) => [name, { data: noise(i, side), shape: [1, 1, side, side] }]);
  return (await (await fedSynthesis(file)).run({ ws, ...Object.fromEntries(maps) })).image!;
}

function expectClose(name: string, a: FloatTensor, b: FloatTensor, limit: number): void {
  expect(a.shape, name).toEqual(b.shape);
  const worst = a.data.reduce((w, value, i) => Math.max(w, Math.abs(value - b.data[i]!)), 0);
  expect(worst, name).toBeLessThan(limit);
}

describe.skipIf(!hasShared('golden/dev/stylegan2_ada'))('NVlabs pickles (skipped: no ../shared/golden)', () => {
  describe.each([
    ['a', { zDim: 64, wDim: 64, labelDim: 0, mappingLayers: 8, resolution: 32, convClamp: undefined }],
    ['b', { zDim: 128, wDim: 128, labelDim: 3, mappingLayers: 2, resolution: 64, convClamp: 256 }],
  ])('%s', (name, sizes) => {
    const pickle = `stylegan2_ada/${name}.pkl`;
    const of = (file: string) => golden(`stylegan2_ada/${name}`, file);
    const c = sizes.labelDim > 0 ? () => of('c') : () => undefined;

    it('is recognised with its configuration', async () => {
      const generator = await imported(pickle);
      expect(generator).toMatchObject({ architecture: 'stylegan2-ada', config: sizes, notes: [] });
    });

    it('maps z, truncates and cuts off', async () => {
      const { numWs } = (await imported(pickle)).config;
      const psi = (value: number, cutoff = numWs) => Array.from({ length: numWs }, (_, i) => (i < cutoff ? value : 1));
      for (const [file, factors] of [
        ['ws_psi1', psi(1)],
        ['ws_psi07', psi(0.7)],
        ['ws_psi05_cutoff3', psi(0.5, 3)],
      ] as const) {
        expectClose(`${name}/${file}`, await map(pickle, of('z'), factors, c()), of(file), LATENTS);
      }
    });

    it('draws the same images', async () => {
      for (const [ws, image] of [
        ['ws_psi1', 'img_psi1'],
        ['ws_psi07', 'img_psi07'],
        ['ws_mix', 'img_wmix'],
      ] as const) {
        expectClose(`${name}/${image}`, await draw(pickle, of(ws)), of(image), IMAGES);
      }
      const silent = await drawWith(pickle, of('ws_psi1'), (_, side) => new Float32Array(side * side));
      expectClose(`${name}/img_psi1_nonoise`, silent, of('img_psi1_nonoise'), IMAGES);
    });

    it('judges the same images', async () => {
      const { discriminator } = await imported(pickle);
      const session = await Session.open(
        buildDiscriminator(discriminator!.weights, discriminator!.config, 'float32'),
        CPU,
      );
      const label = sizes.labelDim > 0 ? { c: of('d_c') } : {};
      const { score } = await session.run({ image: of('d_img'), ...label });
      expectClose(`${name}/d_score`, score!, of('d_score'), LATENTS);
    });
  });

  it('gives the generator in training on request', async () => {
    const [averaged, training] = [await imported('stylegan2_ada/a.pkl'), await imported('stylegan2_ada/a.pkl', 'G')];
    expect(training.config).toEqual(averaged.config);
    expect([...training.weights.keys()]).toEqual([...averaged.weights.keys()]);
  });
});

describe.skipIf(!hasShared('golden/dev/stylegan2_rosinality'))(
  'rosinality checkpoints (skipped: no ../shared/golden)',
  () => {
    const of = (file: string) => golden('stylegan2_rosinality/a', file);

    it.each(['a_zip.pt', 'a_legacy.pt'])('%s draws the same images', async (file) => {
      const path = `stylegan2_rosinality/${file}`;
      expect(await imported(path)).toMatchObject({ architecture: 'stylegan2-rosinality', notes: [] });
      const ws = await map(path, of('z'), new Array(8).fill(1));
      const first = { data: Float32Array.of(...rowsOf(ws, 0), ...rowsOf(ws, 1)), shape: of('w').shape };
      expectClose(`${file}/w`, first, of('w'), LATENTS);
      const truncated = await map(path, of('z'), new Array(8).fill(0.7));
      expectClose(`${file}/img`, await draw(path, ws), of('img'), IMAGES);
      expectClose(`${file}/img_psi07`, await draw(path, truncated), of('img_psi07'), IMAGES);
      expectClose(`${file}/img_wplus`, await draw(path, of('wplus')), of('img_wplus'), IMAGES);
      const fed = await drawWith(path, ws, (i) => of(`extnoise_${i}`).data);
      expectClose(`${file}/img_extnoise`, fed, of('img_extnoise'), IMAGES);
    });

    /** The first layer's w of sample n. */
    const rowsOf = ({ data, shape }: FloatTensor, n: number) => {
      const [, layers, wDim] = shape as [number, number, number];
      return data.subarray(n * layers * wDim, n * layers * wDim + wDim);
    };
  },
);

describe.skipIf(!hasShared('golden/dev/e4e'))(
  'the decoder of an encoder checkpoint (skipped: no ../shared/golden)',
  () => {
    const path = 'e4e/e4e_ffhq_encode.pt';
    const of = (file: string) => golden('e4e/a', file);

    it('draws the codes', async () => {
      expectClose('e4e/img', await draw(path, of('codes')), of('img'), IMAGES);
    });

    it('truncates each layer towards its own centre', async () => {
      const { numWs, wDim, zDim } = (await imported(path)).config;
      const z = { data: new Float32Array(zDim).fill(1), shape: [1, zDim] };
      const ws = await map(path, z, new Array(numWs).fill(0));
      expectClose('e4e/latent_avg', { data: ws.data, shape: [numWs, wDim] }, of('latent_avg'), LATENTS);
    });
  },
);
