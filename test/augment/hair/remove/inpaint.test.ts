import { describe, expect, it } from 'vitest';
import { inpaint } from '../../../../src/augment/hair/remove/inpaint/inpaint.js';
import { PIXEL } from '../../../../src/augment/hair/remove/inpaint/level.js';
import type { RgbPlanes } from '../../../../src/pair.js';

const SIZE = 96;
const N = SIZE * SIZE;

function picture(value: (x: number, y: number) => number): RgbPlanes {
  const data = Float32Array.from({ length: 3 * N }, (_, i) => value(i % SIZE, Math.floor((i % N) / SIZE)));
  return { data, width: SIZE, height: SIZE };
}

/** A ring to fill around a core that is not to be used. */
const state = Uint8Array.from({ length: N }, (_, i) => {
  const radius = Math.hypot((i % SIZE) - 44, Math.floor(i / SIZE) - 52);
  return radius < 10 ? PIXEL.unusable : radius < 24 ? PIXEL.hole : PIXEL.known;
});

function meanErrorInHole(image: RgbPlanes, filled: RgbPlanes): number {
  let [sum, count, touched] = [0, 0, 0];
  for (let i = 0; i < 3 * N; i++) {
    const error = Math.abs(image.data[i]! - filled.data[i]!);
    if (state[i % N] !== PIXEL.hole) touched = Math.max(touched, error);
    else {
      sum += error;
      count++;
    }
  }
  expect(touched).toBe(0);
  return sum / count;
}

describe('inpaint', () => {
  const kind = new Uint8Array(N);
  it.each([
    ['stripes', (x: number) => 0.6 * Math.sin(x / 4), 0.05],
    ['an edge', (x: number) => (x > 50 ? 0.7 : -0.5), 0.05],
    ['a gradient', (x: number, y: number) => (x + y) / 100 - 1, 0.02],
  ] as const)('continues %s and leaves everything else', (_name, value, most) => {
    const image = picture(value);
    const spoilt = { ...image, data: image.data.map((v, i) => (state[i % N] === PIXEL.hole ? 5 : v)) };
    expect(meanErrorInHole(image, inpaint({ image: spoilt, state, kind, seed: 1 }))).toBeLessThan(most);
  });
  it('fills each kind with its own', () => {
    const image = picture((x, y) => (y > 60 ? 0.8 : -0.8) + 0.05 * Math.sin(x));
    const below = Uint8Array.from({ length: N }, (_, i) => (Math.floor(i / SIZE) > 60 ? 1 : 0));
    expect(meanErrorInHole(image, inpaint({ image, state, kind: below, seed: 1 }))).toBeLessThan(0.06);
  });
  it('gives the same for the same seed', () => {
    const image = picture((x, y) => Math.sin(x * y));
    const once = inpaint({ image, state, kind, seed: 4 });
    const again = inpaint({ image, state, kind, seed: 4 });
    expect(Buffer.from(again.data.buffer).equals(Buffer.from(once.data.buffer))).toBe(true);
  });
  it('leaves a picture without known pixels finite', () => {
    const image = picture((x) => x / 100);
    const { data } = inpaint({ image, state: new Uint8Array(N).fill(PIXEL.hole), kind, seed: 1 });
    expect(data.every(Number.isFinite)).toBe(true);
  });
});
