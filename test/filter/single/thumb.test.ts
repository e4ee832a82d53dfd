import { expect, test } from 'vitest';
import { THUMB_BYTES, thumbBytes, thumbDistance, thumbOf } from '../../../src/filter/single/thumb.js';
import { streamOf } from '../../../src/random.js';

/** A plane of 37 × 53 px, of random blobs or of one value. */
function plane(seed: number | undefined, scale = 1, offset = 0) {
  const [width, height] = [37, 53];
  const random = streamOf(seed ?? 0, 0, 'thumb');
  const waves = Array.from({ length: 6 }, () => [random() * 0.3, random() * 0.3, random() * 6, random()]);
  const data = Float32Array.from({ length: width * height }, (_, i) => {
    const [x, y] = [i % width, Math.floor(i / width)];
    const value = waves.reduce((sum, [u, v, p, a]) => sum + a! * Math.sin(u! * x + v! * y + p!), 0) / 6;
    return seed === undefined ? offset : value * scale + offset;
  });
  return { data, width, height };
}

const distance = (a: string, b: string): number => thumbDistance(thumbBytes(a), 0, thumbBytes(b), 0);

test('a ramp has the values that follow by hand', () => {
  // Ten columns of luma −0.9, −0.7, …, 0.9: mean 0, deviation √0.33.
  const ramp = Float32Array.from({ length: 100 }, (_, i) => -0.9 + 0.2 * (i % 10));
  const bytes = thumbBytes(thumbOf({ data: ramp, width: 10, height: 10 }));
  const expected = [0, 1, 9].map((x) => Math.round(128 + (32 * (-0.9 + 0.2 * x)) / (Math.sqrt(0.33) + 4 / 127.5)));
  expect([bytes[0], bytes[1], bytes[9]]).toEqual(expected);
  expect(bytes.length).toBe(THUMB_BYTES);
});

test('light and contrast do not move it, another picture does', () => {
  expect(distance(thumbOf(plane(1)), thumbOf(plane(1, 0.8, 0.1)))).toBeLessThan(0.06);
  expect(distance(thumbOf(plane(1)), thumbOf(plane(2)))).toBeGreaterThan(0.5);
});

test('a blank picture has a blank thumb, and pictures smaller than its grid have one', () => {
  expect(new Set(thumbBytes(thumbOf(plane(undefined, 1, 0.3))))).toEqual(new Set([128]));
  expect(thumbBytes(thumbOf({ data: new Float32Array(8 * 9), width: 8, height: 9 })).length).toBe(THUMB_BYTES);
});
