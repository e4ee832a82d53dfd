import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parseNpz } from '../../../src/checkpoint/npz.js';
import { openCheckpoint } from '../../../src/checkpoint/open.js';
import type { Checkpoint, Value } from '../../../src/checkpoint/value.js';
import { type FloatTensor, Session } from '../../../src/engine/session.js';
import { buildDiscriminator } from '../../../src/stylegan/discriminator.js';
import { type Imported, type RecogniseOptions, recogniseGenerator } from '../../../src/stylegan/import/recognise.js';
import { buildMapping } from '../../../src/stylegan/mapping.js';
import { buildSynthesis, noiseInputs } from '../../../src/stylegan/synthesis.js';

/** Made by generators.py in the same folder. */
const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/checkpoints/${name}`, import.meta.url));
const values = parseNpz(readFileSync(fixture('generators_expected.npz')), 'generators_expected.npz');
const expected = (name: string): FloatTensor => values.get(name)!;
const CPU = { provider: 'cpu', threads: 1 };

async function withCheckpoint<T>(file: string, use: (checkpoint: Checkpoint) => T): Promise<T> {
  const checkpoint = await openCheckpoint(fixture(file));
  try {
    return use(checkpoint);
  } finally {
    checkpoint.close();
  }
}

const imported = (file: string, options?: RecogniseOptions): Promise<Imported> =>
  withCheckpoint(file, (checkpoint) => recogniseGenerator(checkpoint, options));

async function map({ weights, config }: Imported, z: FloatTensor, psi: readonly number[], c?: FloatTensor) {
  const session = await Session.open(buildMapping(weights, config, 'float32'), CPU);
  return (await session.run({ z, psi: { data: Float32Array.from(psi), shape: [config.numWs] }, ...(c && { c }) })).ws!;
}

async function draw({ weights, config }: Imported, ws: FloatTensor) {
  const session = await Session.open(buildSynthesis(weights, config, 'float32'), CPU);
  return (await session.run({ ws })).image!;
}

async function judge({ discriminator }: Imported, image: FloatTensor, c?: FloatTensor) {
  const { weights, config } = discriminator!;
  const session = await Session.open(buildDiscriminator(weights, config, 'float32'), CPU);
  return (await session.run({ image, ...(c && { c }) })).score!;
}

function difference(a: FloatTensor, b: FloatTensor): number {
  expect(a.shape).toEqual(b.shape);
  return a.data.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b.data[i]!)), 0);
}

/** Truncation of the fixtures: 0.6 for the first four layers. */
const PSI = [0.6, 0.6, 0.6, 0.6, 1, 1];
const LIMIT = 1e-4;

describe('a pickle of NVlabs modules, class-conditional and clamped', () => {
  it('tells its configuration, and what only its objects know', async () => {
    const { architecture, config, discriminator, notes } = await imported('ada.pkl');
    expect(architecture).toBe('stylegan2-ada');
    expect(config).toEqual({
      ...{ zDim: 6, wDim: 4, labelDim: 3, mappingLayers: 2, mappingRate: 0.02, resolution: 16, blocks: [4, 8, 16] },
      ...{ numWs: 6, architecture: 'skip', convClamp: 0.9, noise: true },
    });
    expect(discriminator!.config).toEqual({
      ...{ labelDim: 3, mappingLayers: 2, mappingRate: 0.02, resolution: 16, blocks: [16, 8] },
      ...{ architecture: 'resnet', convClamp: 0.9, deviation: { group: 2, maps: 1 } },
    });
    expect(notes).toEqual([]);
  });

  it('maps, draws and judges as torch does', async () => {
    const generator = await imported('ada.pkl');
    const ws = await map(generator, expected('ada.z'), PSI, expected('ada.c'));
    expect(difference(ws, expected('ada.ws'))).toBeLessThan(LIMIT);
    const image = await draw(generator, expected('ada.ws'));
    expect(difference(image, expected('ada.image'))).toBeLessThan(LIMIT);
    expect(difference(image, expected('ada.image_unclamped'))).toBeGreaterThan(0.1);
    const score = await judge(generator, expected('judged'), expected('ada.d_c'));
    expect(difference(score, expected('ada.score'))).toBeLessThan(LIMIT);
  });

  it('refuses the generator in training, which is not there', async () => {
    await expect(imported('ada.pkl', { which: 'G' })).rejects.toThrow(/ada\.pkl but received G_ema alone/);
  });
});

describe('arrays under official names', () => {
  it('draws and judges with a residual generator and a skip discriminator', async () => {
    const generator = await imported('official.npz');
    expect(generator.architecture).toBe('stylegan2-official-names');
    const ws = await map(generator, expected('official.z'), new Array(6).fill(1));
    expect(difference(ws, expected('official.ws'))).toBeLessThan(LIMIT);
    expect(difference(await draw(generator, expected('official.ws')), expected('official.image'))).toBeLessThan(LIMIT);
    const { data, shape } = expected('judged');
    const three = { data: data.subarray(0, (data.length / 4) * 3), shape: [3, ...shape.slice(1)] };
    expect(difference(await judge(generator, three), expected('official.score'))).toBeLessThan(LIMIT);
  });

  it('says what was assumed, and takes the mean over samples for the missing truncation centre', async () => {
    const { weights, notes } = await imported('official.npz');
    const centre = weights.get('mapping.w_avg')!;
    expect(difference(centre, expected('official.w_avg'))).toBeLessThan(LIMIT);
    expect(notes.join('\n')).toMatch(/does not say the clamp.*\n.*mean w of 512 samples/);
  });

  it("draws with the last block's RGB alone, without noise inputs", async () => {
    const generator = await imported('original.npz');
    expect(generator.config).toMatchObject({ architecture: 'orig', noise: false });
    expect(noiseInputs(generator.config)).toEqual([]);
    const ws = await map(generator, expected('official.z'), PSI);
    expect(difference(ws, expected('original.ws'))).toBeLessThan(LIMIT);
    expect(difference(await draw(generator, ws), expected('original.image'))).toBeLessThan(LIMIT);
    expect(generator.discriminator).toBeUndefined();
  });
});

describe('a rosinality checkpoint', () => {
  it('maps with a centre for each layer, draws and judges as torch does', async () => {
    const generator = await imported('rosinality.pt');
    expect(generator).toMatchObject({ architecture: 'stylegan2-rosinality', notes: [] });
    const ws = await map(generator, expected('rosinality.z'), PSI);
    expect(difference(ws, expected('rosinality.ws'))).toBeLessThan(LIMIT);
    expect(difference(await draw(generator, ws), expected('rosinality.image'))).toBeLessThan(LIMIT);
    expect(difference(await judge(generator, expected('judged')), expected('rosinality.score'))).toBeLessThan(LIMIT);
  });

  it('leaves the discriminator out when it is not asked for', async () => {
    expect((await imported('rosinality.pt', { discriminator: false })).discriminator).toBeUndefined();
  });

  it.each(['', 'decoder.', 'generator.', 'module.'])('is found below the prefix %j', async (prefix) => {
    const generator = await withChanged('rosinality.pt', (root) => {
      const renamed = [...(root.get('g_ema') as Entries)].map(([name, value]) => [`${prefix}${name}`, value] as const);
      return new Map<Value, Value>([
        ['state_dict', new Map(renamed)],
        ['latent_avg', root.get('latent_avg')!],
      ]);
    });
    expect(difference(await draw(generator, expected('rosinality.ws')), expected('rosinality.image'))).toBeLessThan(
      LIMIT,
    );
  });

  it('draws without noise, and says so, where an old checkpoint has none', async () => {
    const { weights, notes } = await withGenerator((entries) =>
      entries.filter(([name]) => !/^noises/.test(String(name))),
    );
    expect(notes.join()).toMatch(/no constant noise/);
    expect(weights.get('synthesis.b8.conv0.noise_const')!.data).toEqual(new Float32Array(64));
  });

  it.each([
    ['another blur', 'convs.0.conv.blur.kernel', [4, 4], /the filter 1, 3, 3, 1 as .*blur\.kernel of .*rosinality\.pt/],
    ['a fourth channel', 'to_rgb1.conv.weight', [1, 4, 5, 1, 1], /3 image channels .* received 4/],
    ['another shape', 'convs.1.conv.weight', [1, 4, 5, 3, 3], /b8\.conv1\.weight of shape \[4,4,3,3\].* \[4,5,3,3\]/],
    ['a stranger', 'convs.1.attention.weight', [4], /received convs\.1\.attention\.weight beside/],
    ['no number', 'style.1.bias', [4], /finite numbers for mapping\.fc0\.bias .* NaN at 0/, Number.NaN],
  ])('refuses %s', async (_, name, shape, message, value = 1) => {
    const tensor = { kind: 'tensor', shape, dtype: 'float32', read: () => filled(shape, value) } as const;
    const changed = withGenerator((entries) => [...entries.filter(([key]) => key !== name), [name, tensor]]);
    await expect(changed).rejects.toThrow(message);
  });
});

describe('a TensorFlow pickle', () => {
  it('maps, draws and judges as its own layout computes', async () => {
    const generator = await imported('tensorflow.pkl');
    expect(generator).toMatchObject({ architecture: 'stylegan2-tf', config: { mappingRate: 0.02 }, notes: [] });
    const ws = await map(generator, expected('tensorflow.z'), PSI);
    expect(difference(ws, expected('tensorflow.ws'))).toBeLessThan(LIMIT);
    expect(difference(await draw(generator, ws), expected('tensorflow.image'))).toBeLessThan(LIMIT);
    expect(generator.discriminator!.config.deviation.group).toBe(2);
    expect(difference(await judge(generator, expected('judged')), expected('tensorflow.score'))).toBeLessThan(LIMIT);
  });
});

describe('what is no StyleGAN2 generator', () => {
  const named = (...names: string[]): Checkpoint => ({
    ...{ name: 'x.pkl', format: 'pickle', close: () => {} },
    root: new Map(
      names.map((name) => [name, { kind: 'tensor', shape: [1], dtype: 'float32', read: () => filled([1], 0) }]),
    ),
  });

  it.each([
    ['StyleGAN3', named('G_ema.synthesis.input.freqs', 'G_ema.synthesis.L0_36_1024.weight')],
    ['StyleGAN', named('g_synthesis.blocks.4x4.epi1.style_mod.lin.weight')],
    ['4 tensors named a, b, c, …', named('a', 'b', 'c', 'd')],
    ['1 tensor named conv?.weight', named('conv\n.weight')],
    ['no tensors', named()],
  ])('%s is refused with what is read', (received, checkpoint) => {
    const message = `Expected a StyleGAN2 generator for x.pkl but received ${received}`;
    expect(() => recogniseGenerator(checkpoint)).toThrow(expect.objectContaining({ message, code: 'E_CHECKPOINT' }));
    expect(() => recogniseGenerator(checkpoint)).toThrow(
      expect.objectContaining({ hint: expect.stringMatching(/reads StyleGAN2 generators/) }),
    );
  });
});

type Entries = ReadonlyMap<Value, Value>;

/** Reads a fixture whose root was changed. */
const withChanged = (file: string, change: (root: Entries) => Entries): Promise<Imported> =>
  withCheckpoint(file, (checkpoint) =>
    recogniseGenerator({ ...checkpoint, name: checkpoint.name, root: change(checkpoint.root as Entries) }),
  );

/** Reads the rosinality fixture with other parameters of its generator. */
const withGenerator = (change: (entries: [Value, Value][]) => Iterable<readonly [Value, Value]>): Promise<Imported> =>
  withChanged(
    'rosinality.pt',
    (root) => new Map([...root, ['g_ema', new Map(change([...(root.get('g_ema') as Entries)]))]]),
  );

const filled = (shape: readonly number[], value: number): Float32Array =>
  new Float32Array(shape.reduce((a, b) => a * b, 1)).fill(value);
