import { describe, expect, it } from 'vitest';
import type { BareHead } from '../../../../src/augment/hair/remove/bare-head.js';
import { missedHair } from '../../../../src/augment/hair/remove/missed-hair.js';
import { setOf, widened } from '../../../../src/augment/hair/remove/set-of.js';

const SIZE = 48;
const N = SIZE * SIZE;
const PX_PER_CM = 5;

/** All of the picture is forehead. */
const bare = {
  coverage: new Float32Array(N).fill(1),
  brow: new Float32Array(N),
  above: new Uint8Array(N).fill(1),
  sides: new Uint8Array(N),
  low: new Uint8Array(N),
} as unknown as BareHead;

const plane = (value: (x: number, y: number) => number) => ({
  data: Float32Array.from({ length: N }, (_, i) => value(i % SIZE, Math.floor(i / SIZE))),
  width: SIZE,
  height: SIZE,
});

describe('missedHair', () => {
  const lock = (x: number, y: number): boolean => x >= 10 && x < 14 && y >= 8 && y < 22;
  const mole = (x: number, y: number): boolean => x >= 30 && x < 33 && y >= 16 && y < 19;
  const hair = plane((_, y) => (y < 8 ? 1 : 0));
  const skin = plane((x, y) => (y < 8 || lock(x, y) || mole(x, y) ? 0 : 1));
  const light = plane((x, y) => (y < 8 || lock(x, y) ? 0.05 : mole(x, y) ? 0.1 : 0.4)).data;
  const linear = Float32Array.from({ length: 3 * N }, (_, i) => light[i % N]!);

  it('follows a dark lock out of the mask, and leaves a mole', () => {
    const { data } = missedHair(linear, { hair, skin }, bare, PX_PER_CM);
    for (let i = 0; i < N; i++) {
      const [x, y] = [i % SIZE, Math.floor(i / SIZE)];
      expect(data[i], `at ${x}, ${y}`).toBe(y < 8 || lock(x, y) ? 1 : 0);
    }
  });
  it('leaves what lies on brows, and on the middle of the face', () => {
    const brow = { ...bare, brow: new Float32Array(N).fill(1) };
    expect(missedHair(linear, { hair, skin }, brow, PX_PER_CM).data).toEqual(hair.data);
    const face = { ...bare, above: new Uint8Array(N) };
    expect(missedHair(linear, { hair, skin }, face, PX_PER_CM).data).toEqual(hair.data);
  });
});

describe('widened', () => {
  it('is the set and all within so many rows and columns', () => {
    const [w, h, px] = [13, 9, 2];
    const set = setOf(w * h, (i) => i === 4 || i === 5 * w + 10 || i === 8 * w);
    const out = widened(set, w, h, px);
    for (let i = 0; i < w * h; i++) {
      const near = [4, 5 * w + 10, 8 * w].some(
        (j) => Math.abs((i % w) - (j % w)) <= px && Math.abs(Math.floor(i / w) - Math.floor(j / w)) <= px,
      );
      expect(out[i]).toBe(near ? 1 : 0);
    }
  });
});
