import { expect, it } from 'vitest';
import { meanChange } from '../../src/image/difference.js';
import { paint } from './planes.js';

it('is the mean over channels and set pixels, in 0..255', () => {
  const before = paint(2, 1, () => 0);
  const after = paint(2, 1, (c, x) => (x === 0 ? [0.1, -0.2, 0.3][c]! : 1));
  expect(meanChange(before, after, Uint8Array.of(1, 0))).toBeCloseTo(0.2 * 127.5, 4);
  expect(meanChange(before, after, Uint8Array.of(0, 0))).toBeUndefined();
});
