import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpz } from '../../src/checkpoint/npz.js';
import { Session } from '../../src/engine/session.js';
import { requireInputs } from '../../src/onnx/require.js';
import { buildMapping } from '../../src/stylegan/mapping.js';
import { buildSynthesis, noiseInputs } from '../../src/stylegan/synthesis.js';
import { inferConfig, type Weights } from '../../src/stylegan/weights.js';
import { hasShared, shared } from '../fixtures/shared.js';

const CPU = { provider: 'cpu', threads: 1 };

async function networks(weights: Weights) {
  const config = inferConfig(weights);
  return {
    config,
    mapping: await Session.open(buildMapping(weights, config, 'float32'), CPU),
    synthesis: await Session.open(buildSynthesis(weights, config, 'float32'), CPU),
  };
}

function largestDifference(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((worst, value, i) => Math.max(worst, Math.abs(value - b[i]!)), 0);
}

const tiny = parseNpz(readFileSync(new URL('../fixtures/stylegan_tiny.npz', import.meta.url)), 'stylegan_tiny.npz');
const expected = (name: string) => tiny.get(`expected.${name}`)!;

describe('a tiny StyleGAN2, computed by torch in the fused form', () => {
  it('has its sizes read from shapes', () => {
    const config = inferConfig(tiny);
    expect(config).toEqual({
      ...{ zDim: 6, wDim: 5, labelDim: 0, mappingLayers: 2, mappingRate: 0.01, resolution: 16, blocks: [4, 8, 16] },
      ...{ numWs: 6, architecture: 'skip', convClamp: undefined, noise: true },
    });
    expect(noiseInputs(config).map((noise) => noise.name)).toEqual([
      'noise_b4_conv1',
      'noise_b8_conv0',
      'noise_b8_conv1',
      'noise_b16_conv0',
      'noise_b16_conv1',
    ]);
  });

  it('maps z to W+ with psi 0.7 and a cutoff', async () => {
    const { mapping } = await networks(tiny);
    const psi = { data: Float32Array.of(0.7, 0.7, 0.7, 0.7, 1, 1), shape: [6] };
    const { ws } = await mapping.run({ z: expected('z'), psi });
    expect(largestDifference(ws!.data, expected('ws_psi07_cutoff4').data)).toBeLessThan(1e-4);
  });

  it.each([
    ['ws_psi07_cutoff4', 'image'],
    ['ws_mixed', 'image_mixed'],
  ])('draws %s as %s', async (ws, image) => {
    const { synthesis } = await networks(tiny);
    const drawn = await synthesis.run({ ws: expected(ws) });
    expect(largestDifference(drawn.image!.data, expected(image).data)).toBeLessThan(1e-3);
  });

  it('takes a noise map in place of the constant one', async () => {
    const model = requireInputs(buildSynthesis(tiny, inferConfig(tiny), 'float32'), ['noise_b8_conv1']);
    const synthesis = await Session.open(model, CPU);
    const noise = { data: expected('noise_b8_conv1').data, shape: [1, 1, 8, 8] };
    const drawn = await synthesis.run({ ws: expected('ws_psi07_cutoff4'), noise_b8_conv1: noise });
    expect(largestDifference(drawn.image!.data, expected('image_noise').data)).toBeLessThan(1e-3);
    expect(largestDifference(drawn.image!.data, expected('image').data)).toBeGreaterThan(0.1);
  });

  it('names a parameter that is missing', () => {
    const weights = new Map(tiny);
    weights.delete('synthesis.b8.conv0.affine.weight');
    expect(() => buildSynthesis(weights, inferConfig(weights), 'float32')).toThrow(
      /synthesis\.b8\.conv0\.affine\.weight/,
    );
  });
});

describe.skipIf(!hasShared('heads/seed'))(
  'the seed generator against its golden images (skipped: no ../shared/heads)',
  () => {
    it('agrees within 1e-3 at psi 1 and 0.7', async () => {
      const weights = parseNpz(readFileSync(shared('heads/seed/generator.npz')), 'generator.npz');
      const golden = parseNpz(readFileSync(shared('heads/seed/golden.npz')), 'golden.npz');
      const { config, mapping, synthesis } = await networks(weights);
      for (const [psi, image] of [
        [1, 'image_psi1'],
        [0.7, 'image_psi07'],
      ] as const) {
        const factors = { data: new Float32Array(config.numWs).fill(psi), shape: [config.numWs] };
        const { ws } = await mapping.run({ z: golden.get('z')!, psi: factors });
        const drawn = await synthesis.run({ ws: ws! });
        expect(largestDifference(drawn.image!.data, golden.get(image)!.data)).toBeLessThan(1e-3);
      }
    });
  },
);
