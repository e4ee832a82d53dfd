import { describe, expect, it } from 'vitest';
import { HAIR_COLOURS, meanAlbedo, namedColour, pigmentedAlbedo } from '../../../src/augment/hair/colours.js';
import { deltaE, labOf } from '../../../src/augment/hair/lab.js';
import { UNPIGMENTED } from '../../../src/augment/hair/raster/hair-colour.js';
import { referenceColour } from '../../../src/augment/hair/reference-colour.js';
import { albedoShown, shownColour } from '../../../src/augment/hair/shown.js';
import { encodedOf, luminance } from '../../../src/augment/hair/srgb.js';
import type { Plane } from '../../../src/pair.js';
import { paint } from '../../image/planes.js';

const light = (...albedo: readonly number[]) => luminance(albedo[0]!, albedo[1]!, albedo[2]!);

describe('named colours', () => {
  it('are different from each other to the eye', () => {
    const labs = HAIR_COLOURS.map((name) => labOf(...meanAlbedo(namedColour(name))));
    labs.forEach((lab, i) => {
      for (const other of labs.slice(0, i)) expect(deltaE(lab, other)).toBeGreaterThan(3);
    });
  });

  it('are named from dark to light, and are warm', () => {
    const natural = HAIR_COLOURS.slice(0, HAIR_COLOURS.indexOf('auburn')).map((name) => namedColour(name).albedo);
    natural.forEach((albedo, i) => {
      expect(albedo[0]).toBeGreaterThan(albedo[1]);
      expect(albedo[1]).toBeGreaterThan(albedo[2]);
      if (i > 0) expect(light(...albedo)).toBeGreaterThan(light(...natural[i - 1]!));
    });
  });

  it('have the range that the rasteriser expects', () => {
    for (const name of HAIR_COLOURS) {
      const colour = namedColour(name);
      for (const channel of colour.albedo) expect(channel > 0 && channel < 0.6).toBe(true);
      for (const share of [colour.grey, colour.rootDarkening, colour.tipLightening])
        expect(share).toBeLessThanOrEqual(1);
    }
    expect(meanAlbedo(namedColour('white'))).toEqual([...UNPIGMENTED]);
  });

  it('follow from the absorption of pigment', () => {
    // 0.49 exp(-5.888 √(0.24 · 0.77 + 0.06 · 0.53)) + 0.004
    expect(pigmentedAlbedo(0.24, 0.06)[1]).toBeCloseTo(0.03563, 5);
    expect(pigmentedAlbedo(0, 0)[0]).toBeCloseTo(UNPIGMENTED[0] + 0.004, 6);
  });
});

describe('referenceColour', () => {
  const size = 64;
  const mask: Plane = {
    data: Float32Array.from({ length: size * size }, (_, i) => (Math.floor(i / size) < 40 ? 1 : 0)),
    width: size,
    height: size,
  };
  const ambient = { sh: new Float32Array(27).fill(0.6, 0, 3) };
  const albedo = [0.2, 0.1, 0.05] as const;
  const picture = paint(size, size, (c, _, y) => (y < 40 ? encodedOf(0.6 * shownColour(albedo[c]!)) : 1));

  it('reads the albedo of evenly lit hair, whatever lies beside it', () => {
    const colour = referenceColour(picture, mask, ambient, { hair: 'dense' })!;
    for (let c = 0; c < 3; c++) expect(colour.albedo[c]).toBeCloseTo(albedo[c]!, 3);
    expect(colour.variation).toBeCloseTo(0.08, 6);
  });

  it('takes the light out', () => {
    const brighter = paint(size, size, (c, _, y) => (y < 40 ? encodedOf(1.2 * shownColour(albedo[c]!)) : 1));
    const colour = referenceColour(brighter, mask, { sh: ambient.sh.map((v) => 2 * v) }, { hair: 'dense' })!;
    expect(colour.albedo[0]).toBeCloseTo(albedo[0], 3);
  });

  it('reads brows from their darkest pixels', () => {
    const brow = paint(size, size, (c, x) => (x % 3 === 0 ? encodedOf(0.6 * shownColour(albedo[c]!)) : 0.4));
    const colour = referenceColour(brow, mask, ambient, { hair: 'sparse' })!;
    expect(colour.albedo[0]).toBeLessThan(0.3);
  });

  it('reads nothing from nothing', () => {
    const none = { ...mask, data: new Float32Array(size * size) };
    expect(referenceColour(picture, none, ambient, { hair: 'dense' })).toBeUndefined();
  });
});

describe('shownColour', () => {
  it('is undone by albedoShown', () => expect(albedoShown(shownColour(0.3))).toBeCloseTo(0.3, 12));
});

describe('colour differences', () => {
  it('are those of Sharma, Wu and Dalal, table 1', () => {
    expect(deltaE([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
    expect(deltaE([50, 2.49, -0.001], [50, -2.49, 0.0011])).toBeCloseTo(7.2195, 4);
    expect(deltaE([50, -0.001, 2.49], [50, 0.0011, -2.49])).toBeCloseTo(4.7461, 4);
    expect(deltaE([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
    expect(deltaE([50, 2.5, 0], [50, 0, -2.5])).toBeCloseTo(4.3065, 4);
    expect(deltaE([22.7233, 20.0904, -46.694], [23.0331, 14.973, -42.5619])).toBeCloseTo(2.0373, 4);
    expect(deltaE([2.0776, 0.0795, -1.135], [0.9033, -0.0636, -0.5514])).toBeCloseTo(0.9082, 4);
  });

  it('have CIELAB of sRGB red', () => {
    const [l, a, b] = labOf(1, 0, 0);
    expect(l).toBeCloseTo(53.24, 1);
    expect(a).toBeCloseTo(80.09, 1);
    expect(b).toBeCloseTo(67.2, 1);
    expect(labOf(1, 1, 1)[0]).toBeCloseTo(100, 4);
  });
});
