import { describe, expect, it } from 'vitest';
import { alignedCrop } from '../../../src/image/align/crop.js';
import { alignFfhq } from '../../../src/image/align/ffhq.js';
import type { Quad } from '../../../src/image/align/quad.js';
import golden from '../../fixtures/ffhq.json' with { type: 'json' };
import { differences, painted } from './painted.js';

const square = (left: number, top: number, side: number): Quad => [
  [left, top],
  [left, top + side],
  [left + side, top + side],
  [left + side, top],
];

describe('alignedCrop', () => {
  it('is the pixels themselves at their own size', () => {
    const picture = painted(20, 16);
    const crop = alignedCrop(picture, square(3, 5, 8), 8);
    for (let y = 0; y < 8; y++) {
      const from = ((y + 5) * 20 + 3) * 3;
      expect(crop.data.subarray(y * 24, y * 24 + 24)).toEqual(picture.data.subarray(from, from + 24));
    }
  });

  it('is the mean of each block where it shrinks by a whole factor', () => {
    const data = Uint8Array.from([10, 20, 30, 40, 50, 60, 70, 80].flatMap((v) => [v, v + 1, 255 - v]));
    const crop = alignedCrop({ data, width: 4, height: 2 }, square(0, 0, 2), 1);
    expect([...crop.data]).toEqual([35, 36, 220]);
  });

  it('turns with the quad', () => {
    const picture = painted(12, 12);
    const [nw, sw, se, ne] = square(0, 0, 12);
    const turned = alignedCrop(picture, [sw, se, ne, nw], 12);
    // The crop's upper left corner is the picture's lower left, its right the picture's up.
    expect([...turned.data.subarray(0, 3)]).toEqual([...picture.data.subarray(11 * 12 * 3, 11 * 12 * 3 + 3)]);
    expect([...turned.data.subarray(33, 36)]).toEqual([...picture.data.subarray(0, 3)]);
  });

  it('shows what alignFfhq shows, and the edge where that pads', () => {
    const { picture, quad } = golden.turned;
    const whole = painted(picture[0]!, picture[1]!);
    const fine = alignFfhq(whole, quad as unknown as Quad, { size: 32 });
    expect(differences(alignedCrop(whole, quad as unknown as Quad, 32).data, fine.data).mean).toBeLessThan(6);
    const beyond = alignedCrop(whole, square(-40, -40, 32), 4);
    expect(beyond.data.subarray(0, 3)).toEqual(whole.data.subarray(0, 3));
  });
});
