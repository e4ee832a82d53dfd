import { beforeAll, describe, expect, it } from 'vitest';
import { paintLabels, paintVertices, renderHead } from '../../../../src/augment/hair/raster/head.js';
import { bareHead } from '../../../../src/augment/hair/remove/bare-head.js';
import { skullWithoutEars } from '../../../../src/augment/hair/remove/ears.js';
import type { FittedHead } from '../../../../src/augment/hair/types.js';
import { masks, type Scene, scene } from '../synthetic.js';

const SIZE = 256;

describe('ears of the bare head', () => {
  let head: Scene;

  beforeAll(async () => {
    head = await scene(SIZE);
  });

  it('leaves the side of the skull behind, above and below them', () => {
    const skull = skullWithoutEars(head.fitted, head.head, head.raster);
    const labels = paintLabels(head.raster, head.head);
    const ear = head.head.labels.indexOf('ear');
    const level = heights();
    let [outside, above, beyond] = [0, 0, 0];
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== ear) {
        if (labels[i] !== 0 && !skull[i]) beyond++;
      } else if (!skull[i]) {
        outside++;
        if (level[i]! > -1) above++;
      }
    }
    // Auricles are about 1 cm by 6 cm each from the front.
    expect(outside / head.fitted.camera.scale ** 2).toBeGreaterThan(6);
    expect(above).toBe(0);
    expect(beyond).toBe(0);
  });

  it('have no notch above them on a head broader than the generic one', () => {
    const broad = broadened(1.08);
    const scene = { ...head, fitted: broad, raster: renderHead(broad, head.head, SIZE, SIZE) };
    // Hair all over, down to the top of the ears, which are in sight.
    const { person } = masks(scene);
    const level = paintVertices(scene.raster, head.head, ys(), -Infinity).data;
    const hair = { ...person, data: person.data.map((_, i) => (level[i]! > -2 ? 1 : 0)) };
    const { coverage } = bareHead(
      broad,
      head.head,
      scene.raster,
      { hair, person },
      new Uint8Array(SIZE * SIZE).fill(1),
    );
    const { camera } = broad;
    const width = (cm: number): number => {
      const row = Math.round(camera.y - cm * camera.scale) * SIZE;
      return coverage.subarray(row, row + SIZE).reduce((sum, share) => sum + share, 0) / camera.scale;
    };
    // The skull is about as broad at the brows as over them: 7 cm to either side, and 8 % more.
    for (const cm of [0.5, 0, -0.5, -1]) expect(width(cm)).toBeGreaterThan(2 * 7 * 1.08 - 0.3);
    expect(Math.abs(width(0) - width(1))).toBeLessThan(0.5);
  });

  const ys = (): Float32Array =>
    Float32Array.from({ length: head.head.label.length }, (_, v) => head.head.positions[3 * v + 1]!);

  const heights = (): Float32Array => paintVertices(head.raster, head.head, ys(), -Infinity).data;

  function broadened(by: number): FittedHead {
    const positions = head.head.positions.map((value, k) => (k % 3 === 0 ? by * value : value));
    return { ...head.fitted, positions };
  }
});
