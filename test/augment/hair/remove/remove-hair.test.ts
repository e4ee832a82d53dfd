import { beforeAll, describe, expect, it } from 'vitest';
import { estimateLight } from '../../../../src/augment/hair/light.js';
import { photoRegions } from '../../../../src/augment/hair/regions.js';
import { type Removed, removeHair } from '../../../../src/augment/hair/remove/index.js';
import type { RgbPlanes } from '../../../../src/pair.js';
import { lit, masks, type Scene, scene } from '../synthetic.js';

const BROWN = [-0.7, -0.75, -0.8] as const;

describe('removeHair', () => {
  let head: Scene;
  let bald: RgbPlanes;
  let hairy: RgbPlanes;
  let hair: Float32Array;
  let plain: Removed;
  let remove: (options?: { stubble?: number; seed?: number }) => Removed;
  beforeAll(async () => {
    head = await scene(112);
    bald = lit(head, [0.4, 0.3, 0.87], 0.35);
    const seen = masks(head);
    hair = seen.hair.data;
    const n = hair.length;
    const data = bald.data.map((value, i) => (hair[i % n]! > 0 ? BROWN[Math.floor(i / n)]! : value));
    hairy = { ...bald, data };
    const regions = photoRegions({ image: hairy, points: head.points, ...seen })!;
    const { fitted, raster } = head;
    const light = estimateLight(hairy, regions, fitted, raster);
    remove = (options) =>
      removeHair({ image: hairy, regions, fitted, raster, head: head.head, light, seed: 1, stubble: 0, ...options });
    plain = remove();
  });

  it('paints the scalp as it is lit, about', () => {
    const { image } = plain;
    const n = hair.length;
    let [sum, before, count] = [0, 0, 0];
    for (let i = 0; i < n; i++) {
      if (hair[i]! < 1) continue;
      count++;
      for (let at = i; at < 3 * n; at += n) {
        sum += Math.abs(image.data[at]! - bald.data[at]!) / 3;
        before += Math.abs(hairy.data[at]! - bald.data[at]!) / 3;
      }
    }
    expect(before / count).toBeGreaterThan(0.6);
    expect(sum / count).toBeLessThan(0.12);
  });
  it('leaves every pixel outside `changed` bit for bit', () => {
    const { image, changed } = plain;
    const n = hair.length;
    let [same, changedOutside] = [0, 0];
    for (let i = 0; i < 3 * n; i++) {
      if (changed.data[i % n] !== 0) continue;
      same++;
      if (image.data[i] !== hairy.data[i]) changedOutside++;
    }
    expect(changedOutside).toBe(0);
    expect(same / (3 * n)).toBeGreaterThan(0.5);
  });
  it('scores short hair on its own head well', () => {
    const { scores } = plain;
    expect(scores.removed).toBeGreaterThan(0.95);
    expect(scores.over_clothes).toBe(0);
    expect(scores.silhouette).toBeGreaterThan(0.95);
    expect(scores.seam).toBeLessThan(12);
  });
  it('darkens a scalp with stubble, by the strength asked for', () => {
    const means = [plain, remove({ stubble: 0.5 }), remove({ stubble: 1 })].map(({ image }) => {
      return hair.reduce((sum, h, i) => sum + h * image.data[i]!, 0) / hair.reduce((sum, h) => sum + h, 0);
    });
    expect(means[0]! - means[1]!).toBeGreaterThan(0.03);
    expect(means[1]! - means[2]!).toBeGreaterThan(0.03);
  });
  it('gives the same for the same seed', () => {
    const again = remove({ seed: 1 });
    expect(Buffer.from(again.image.data.buffer).equals(Buffer.from(plain.image.data.buffer))).toBe(true);
    expect(again.scores).toEqual(plain.scores);
  });
});
