import { beforeAll, describe, expect, it } from 'vitest';
import { estimateLight } from '../../../../src/augment/hair/light.js';
import { photoRegions } from '../../../../src/augment/hair/regions.js';
import { coveredBy, HAT_LIMITS, hatProblem } from '../../../../src/augment/hair/remove/hat.js';
import type { Plane, RgbPlanes } from '../../../../src/pair.js';
import { lit, masks, type Scene, scene } from '../synthetic.js';

const SIZE = 192;

describe('coveredBy', () => {
  let head: Scene;
  let image: RgbPlanes;

  beforeAll(async () => {
    head = await scene(SIZE);
    image = lit(head, [0, 0.3, 0.95], 0.4);
  });

  function measured(shown: RgbPlanes, hair: Plane, person: Plane) {
    const regions = photoRegions({ image: shown, points: head.points, hair, person })!;
    const light = estimateLight(shown, regions, head.fitted, head.raster);
    const observed = { kind: 'mediapipe', points: head.points } as const;
    return coveredBy({ image: shown, observed, regions, raster: head.raster, light }, head.head);
  }

  it('finds nothing strange on a bald head or under hair', () => {
    const { hair, person } = masks(head);
    const none: Plane = { ...hair, data: new Float32Array(SIZE * SIZE) };
    for (const mask of [none, hair]) {
      const covered = measured(image, mask, person);
      expect(covered.strange).toBeLessThan(0.05);
      expect(covered.missing).toBeLessThan(0.05);
      expect(hatProblem(covered)).toBeUndefined();
    }
  });

  it('sees a blue cap that the person wears', () => {
    const { hair, person } = masks(head);
    const none: Plane = { ...hair, data: new Float32Array(SIZE * SIZE) };
    const covered = measured(capped(), none, person);
    expect(covered.strange).toBeGreaterThan(0.9);
    expect(hatProblem(covered)).toMatch(/^a hat covers the head: \d+ % /);
  });

  it('misses the top of the head where segmenters take a hat for background', () => {
    const { hair, person } = masks(head);
    const none: Plane = { ...hair, data: new Float32Array(SIZE * SIZE) };
    const top = head.fitted.camera.y - 5 * head.fitted.camera.scale;
    const cut: Plane = { ...person, data: person.data.map((p, i) => (i / SIZE < top ? 0 : p)) };
    const covered = measured(image, none, cut);
    expect(covered.missing).toBeGreaterThan(HAT_LIMITS.missing);
    expect(hatProblem(covered)).toMatch(/^a hat hides the head: \d+ % /);
  });

  /** The head, blue from over the brows up. */
  function capped(): RgbPlanes {
    const n = SIZE * SIZE;
    const rim = head.fitted.camera.y - 1.5 * head.fitted.camera.scale;
    const blue = [-0.8, -0.7, 0.1];
    const data = image.data.map((value, at) => {
      const i = at % n;
      return i / SIZE < rim && head.raster.triangle[i]! >= 0 ? blue[Math.floor(at / n)]! : value;
    });
    return { ...image, data };
  }
});
