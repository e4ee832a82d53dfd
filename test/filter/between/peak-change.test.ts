import { expect, test } from 'vitest';
import { peakChange } from '../../../src/filter/between/peak-change.js';
import { viewBetween } from '../../../src/filter/between/view.js';
import { streamOf } from '../../../src/random.js';

const SIDE = 240;

/** A picture whose pixel (x, y) is `at(x, y)` in all three channels, clamped. */
function picture(at: (x: number, y: number) => number) {
  const data = new Uint8Array(SIDE * SIDE * 3);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++)
      data.fill(Math.max(0, Math.min(255, Math.round(at(x, y)))), (y * SIDE + x) * 3, (y * SIDE + x + 1) * 3);
  }
  return { data, width: SIDE, height: SIDE };
}

const ground = (x: number, y: number): number => 100 + 40 * Math.sin(x / 17) + 30 * Math.cos(y / 11);
const peak = (after: (x: number, y: number) => number): number | undefined =>
  peakChange.measure(viewBetween({ picture: picture(ground) }, { picture: picture(after) }, undefined));

test('the same picture has none', () => {
  expect(peak(ground)).toBe(0);
});

test('a patch 20 levels lighter has 20, wherever it is and however little of the frame it covers', () => {
  // 24 blocks a side are 10 px wide: the patch fills 16 of 576, more than the half per cent that may differ.
  const patched = (x: number, y: number): number => ground(x, y) + (x >= 100 && x < 140 && y >= 60 && y < 100 ? 20 : 0);
  expect(peak(patched)).toBeCloseTo(20, 0);
});

test('noise of 8 levels cancels in its blocks, where the mean change over the frame is 6', () => {
  const random = streamOf(0, 0, 'noise');
  const normal = (): number => Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
  // A block of 100 px has a standard error of 0.8; of 576 blocks the third largest lies within four of those.
  expect(peak((x, y) => ground(x, y) + 8 * normal())).toBeLessThan(3.5);
});

test('a speck is no edit', () => {
  expect(peak((x, y) => ground(x, y) + (x < 10 && y < 10 ? 90 : 0))).toBe(0);
});
