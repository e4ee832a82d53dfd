import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseNpy } from '../../src/checkpoint/npy.js';
import { gaussianOfSeed, parseSeeds } from '../../src/stylegan/seed.js';
import { hasShared, shared } from '../fixtures/shared.js';

/** numpy 2.4: np.random.RandomState(seed).randn(1, 6).astype('f4').tobytes().hex(), little-endian float32. */
const NUMPY = {
  0: [
    1.764052391052246, 0.40015721321105957, 0.978738009929657, 2.2408931255340576, 1.8675580024719238,
    -0.9772778749465942,
  ],
  85: [
    0.17685072124004364, 2.3777542114257812, 0.99873286485672, -1.3101507425308228, 0.18018992245197296,
    -1.764754056930542,
  ],
  4294967295: [
    0.6484086513519287, 0.6693235039710999, -1.0805437564849854, 0.2845010459423065, 0.1138877347111702,
    0.867621898651123,
  ],
};

describe('gaussianOfSeed', () => {
  for (const [seed, expected] of Object.entries(NUMPY)) {
    it(`gives numpy's first values for seed ${seed}, bit for bit`, () => {
      expect([...gaussianOfSeed(Number(seed), 6)]).toEqual(expected);
    });
  }

  it.skipIf(!hasShared('golden/dev/numpy_randn'))('matches the golden vectors (skipped: no ../shared/golden)', () => {
    for (const seed of [0, 1, 85, 600, 6600, 2147483647]) {
      const file = `golden/dev/numpy_randn/randn_seed${seed}.npy`;
      if (!hasShared(file)) continue;
      const golden = parseNpy(readFileSync(shared(file)), file);
      expect(gaussianOfSeed(seed, golden.data.length)).toEqual(golden.data);
    }
  });

  it.skipIf(!hasShared('golden/dev/numpy_randn/randn_seed0_after5.npy'))(
    'goes on after an odd count, and over rows, as numpy does (skipped: no ../shared/golden)',
    () => {
      const golden = (name: string) => parseNpy(readFileSync(shared(`golden/dev/numpy_randn/${name}`)), name).data;
      expect(gaussianOfSeed(0, 11).slice(5)).toEqual(golden('randn_seed0_after5.npy'));
      expect(gaussianOfSeed(0, 231)).toEqual(golden('randn_seed0_3x77.npy'));
    },
  );
});

describe('parseSeeds', () => {
  it('reads numbers and ranges', () => {
    expect(parseSeeds('85,600-602')).toEqual([85, 600, 601, 602]);
  });

  it.each(['', 'a', '5-3', '-1', '1,,2', '4294967296', '1.5'])('refuses %j', (text) => {
    expect(() => parseSeeds(text)).toThrow(/Expected seeds/);
  });
});
