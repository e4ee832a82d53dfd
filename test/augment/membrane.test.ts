import { expect, it } from 'vitest';
import { membrane } from '../../src/augment/membrane.js';

it('is linear between two fixed ends without a screen', () => {
  const n = 9;
  const known = Float32Array.from({ length: n }, (_, i) => (i === 0 ? 2 : i === n - 1 ? -2 : 0));
  const fixed = Uint8Array.from({ length: n }, (_, i) => (i === 0 || i === n - 1 ? 1 : 0));
  const field = membrane(known, fixed, new Float32Array(n), n, 1);
  for (let i = 0; i < n; i++) expect(field[i]).toBeCloseTo(2 - i / 2, 4);
});

it('fades as the discrete screened equation says', () => {
  // Σ(f_j − f_i) = s f_i on a long line: f = r^i with r + 1/r = 2 + s; s = 1/2 gives r = 1/2.
  const n = 15;
  const fixed = Uint8Array.from({ length: n }, (_, i) => (i === 0 ? 1 : 0));
  const known = Float32Array.from(fixed);
  const field = membrane(known, fixed, new Float32Array(n).fill(0.5), n, 1);
  for (let i = 0; i < 8; i++) expect(field[i]).toBeCloseTo(0.5 ** i, 4);
});

it('solves a large grid from coarse to fine: a plane between its borders', () => {
  const side = 128;
  const at = (x: number, y: number): number => x / side - (2 * y) / side;
  const known = new Float32Array(side * side);
  const fixed = new Uint8Array(side * side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      if (x > 0 && y > 0 && x < side - 1 && y < side - 1) continue;
      fixed[y * side + x] = 1;
      known[y * side + x] = at(x, y);
    }
  }
  const field = membrane(known, fixed, new Float32Array(side * side), side, side);
  let worst = 0;
  for (let i = 0; i < field.length; i++) {
    worst = Math.max(worst, Math.abs(field[i]! - at(i % side, Math.floor(i / side))));
  }
  // 0.01 of 255 levels is 1.3: what a colour offset may be off in the middle of a large hole.
  expect(worst).toBeLessThan(0.02);
});

it('solves each channel as if alone', () => {
  const [width, height] = [48, 40];
  const n = width * height;
  const known = Float32Array.from({ length: 3 * n }, (_, i) => Math.sin(i * i));
  const fixed = Uint8Array.from({ length: n }, (_, i) => (i % 7 === 0 ? 1 : 0));
  const screen = Float32Array.from({ length: n }, (_, i) => (i % width < 20 ? 0 : 0.25));
  const together = membrane(known, fixed, screen, width, height);
  for (let c = 0; c < 3; c++) {
    const alone = membrane(known.slice(c * n, (c + 1) * n), fixed, screen, width, height);
    expect(together.slice(c * n, (c + 1) * n)).toEqual(alone);
  }
});
