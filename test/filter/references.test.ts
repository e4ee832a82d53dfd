import { readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadModels } from '../../src/engine/load.js';
import type { Models } from '../../src/engine/models.js';
import { openScorers, type Scorers } from '../../src/engine/scorers.js';
import {
  domainOf,
  lookAtReference,
  REFERENCE_STREAM,
  type Reference,
  samePersonThreshold,
} from '../../src/filter/references.js';
import { scoreWithPack } from '../../src/filter/scored.js';
import { fromBytes } from '../../src/image/bytes.js';
import { openPack } from '../../src/pack/load.js';
import type { RgbPlanes } from '../../src/pair.js';
import { streamOf } from '../../src/random.js';
import { sample } from '../../src/stylegan/sample.js';
import { hasShared, shared } from '../fixtures/shared.js';
import { paint } from '../image/planes.js';

const CPU = { provider: 'cpu', threads: 1 };
/** Fewer than a run takes, to be quick: enough for a rate of 1 %. */
const COUNT = 120;

let models: Models;
let scorers: Scorers;
let references: Reference[];

async function samples(first: number, count: number, stream: string): Promise<RgbPlanes[]> {
  async function* indices() {
    for (let i = first; i < first + count; i++) yield i;
  }
  const pictures: RgbPlanes[] = [];
  for await (const { ws } of sample(indices(), { models, recipe: { seed: 0, psi: 1 }, stream })) {
    pictures.push(...(await models.synthesise([ws])));
  }
  return pictures;
}

beforeAll(async () => {
  const pack = await openPack('heads');
  models = await loadModels(pack, CPU);
  scorers = await openScorers(pack, CPU);
  references = [];
  for (const picture of await samples(0, COUNT, REFERENCE_STREAM)) {
    references.push(await lookAtReference(scorers, picture, 0, references.length));
  }
}, 120_000);

afterAll(async () => {
  await models.close();
  await scorers.close();
});

describe('scorers alone', () => {
  it('see what the pack as a whole sees', async () => {
    const [picture] = await samples(0, 1, 'candidate');
    const seen = await scorers.see(picture!);
    const [attributes] = await models.attributes!([picture!]);
    for (const [name, value] of Object.entries(attributes!)) expect(seen.attributes[name]).toBeCloseTo(value, 3);
    expect(seen.labels).toEqual((await models.parse!([picture!]))[0]);
    expect(seen.embedding).toEqual((await models.embed!([picture!]))[0]);
    const [points] = await models.landmarks!([picture!]);
    seen.points!.forEach((value, i) => {
      expect(value).toBeCloseTo(points![i]!, 2);
    });
  });
});

describe('the domain of the built-in pack', () => {
  it('holds its own samples, and neither noise, nor a blank, nor a gradient', async () => {
    const domain = domainOf(references);
    const own = await scoreWithPack(scorers, domain, await samples(0, 20, 'candidate'));
    expect(own.filter((p) => p.inDomain).length).toBeGreaterThanOrEqual(19);
    const random = streamOf(1, 0, 'test');
    const foreign = await scoreWithPack(scorers, domain, [
      paint(128, 128, () => random() * 2 - 1),
      paint(128, 128, () => 0.2),
      paint(128, 128, (c, _x, y) => [y / 64 - 1, 0.2, 0.6 - y / 128][c]!),
    ]);
    for (const { inDomain, distance } of foreign) {
      expect(inDomain).toBe(false);
      expect(distance).toBeGreaterThan(1.5);
    }
  }, 60_000);

  it('gives a threshold for one person from the same pictures', () => {
    const { threshold, pairs } = samePersonThreshold(references, 0.01)!;
    expect(pairs).toBe((COUNT * (COUNT - 1)) / 2);
    expect(threshold).toBeGreaterThan(0.2);
    expect(threshold).toBeLessThan(0.9);
    expect(samePersonThreshold([{}], 0.01)).toBeUndefined();
  });

  it.skipIf(!hasShared('real/portraits'))(
    'leaves photographs outside (skipped without the photographs of ../shared/real/portraits)',
    async () => {
      const { left, top, side, files } = PORTRAITS;
      const crops = await Promise.all(
        files.map(async (name) => {
          const image = sharp(readFileSync(shared(`real/portraits/${name}`)));
          const { width = 0 } = await image.metadata();
          const px = Math.floor(side * width);
          const crop = { left: Math.floor(left * width), top: Math.floor(top * width), width: px, height: px };
          const bytes = await image.extract(crop).resize(128, 128).removeAlpha().toColourspace('srgb').raw().toBuffer();
          return fromBytes(bytes, 128, 128);
        }),
      );
      for (const { inDomain } of await scoreWithPack(scorers, domainOf(references), crops))
        expect(inDomain).toBe(false);
    },
    60_000,
  );
});

/** Official portraits of one framing: a square around the face, in shares of the width. */
const PORTRAITS = {
  left: 0.2,
  top: 0.1,
  side: 0.6,
  files: ['ben-sasse.jpg', 'deb-fischer.jpg', 'rob-portman.jpg', 'mitch-mcconnell.jpg'],
};
