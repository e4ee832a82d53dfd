import { expect, it } from 'vitest';
import { editMask, unionMask } from '../../src/augment/mask.js';
import type { LabelMap } from '../../src/pair.js';

/** One row of labels. */
const row = (...labels: number[]): LabelMap => ({ data: Uint8Array.from(labels), width: labels.length, height: 1 });
const near = (mask: { data: Float32Array }): number[] => [...mask.data].map((v) => Math.round(v * 1e4) / 1e4);

it('covers what either map shows of the classes not kept', () => {
  const mask = editMask(row(0, 8, 0, 0, 0), row(0, 0, 0, 1, 0), [0], { growPx: 0, featherPx: 0 });
  expect(near(mask)).toEqual([0, 1, 0, 1, 0]);
});

it('keeps a class on both maps only where both show a kept class', () => {
  const mask = editMask(row(0, 8, 8, 1), row(0, 8, 1, 8), [0, 8], { growPx: 0, featherPx: 0 });
  expect(near(mask)).toEqual([0, 0, 1, 1]);
});

it('grows, then ramps by a smoothstep to exactly 0', () => {
  const labels = row(1, 0, 0, 0, 0, 0, 0, 0);
  const mask = editMask(labels, labels, [0], { growPx: 1, featherPx: 4 });
  // Beyond the margin by 1, 2, 3 of 4 px: t = 3/4, 1/2, 1/4 of t²(3 − 2t).
  expect(near(mask)).toEqual([1, 1, 0.8438, 0.5, 0.1563, 0, 0, 0]);
  expect(mask.data[5]).toBe(0);
});

it('is zero everywhere when everything is kept', () => {
  expect(near(editMask(row(0, 0), row(0, 0), [0], { growPx: 3, featherPx: 4 }))).toEqual([0, 0]);
});

it('unionMask takes the larger, pixel by pixel, and leaves its arguments', () => {
  const a = { data: Float32Array.of(0, 0.5, 1), width: 3, height: 1 };
  const b = { data: Float32Array.of(0.25, 0.25, 0), width: 3, height: 1 };
  expect([...unionMask([a, b]).data]).toEqual([0.25, 0.5, 1]);
  expect([...a.data]).toEqual([0, 0.5, 1]);
});
