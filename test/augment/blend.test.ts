import { describe, expect, it } from 'vitest';
import { blend } from '../../src/augment/blend.js';
import { editMask } from '../../src/augment/mask.js';
import { seam } from '../../src/augment/seam.js';
import type { LabelMap } from '../../src/pair.js';
import { paint } from '../image/planes.js';

const SIDE = 64;
const disc = (radius: number): LabelMap => ({
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) =>
    Math.hypot((i % SIDE) - 31.5, Math.floor(i / SIDE) - 31.5) < radius ? 1 : 0,
  ),
  width: SIDE,
  height: SIDE,
});
/** A disc of one colour on a background of another. */
const scene = (labels: LabelMap, background: number, subject: number) =>
  paint(SIDE, SIDE, (c, x, y) => (labels.data[y * SIDE + x] ? subject : background) + 0.02 * c);

const large = disc(24);
const small = disc(12);
const mask = editMask(large, small, [0], { growPx: 2, featherPx: 3 });
const before = scene(large, -0.5, 0.4);
const after = scene(small, -0.2, 0.6);

describe('blend', () => {
  const fused = blend(before, after, mask, small.data);
  const at = (c: number, x: number, y: number): number => fused.data[(c * SIDE + y) * SIDE + x]!;

  it('is bit for bit before where the mask is 0', () => {
    for (let i = 0; i < fused.data.length; i++) {
      if (mask.data[i % (SIDE * SIDE)] === 0) expect(Object.is(fused.data[i], before.data[i])).toBe(true);
    }
  });

  it("gives revealed background before's colour, though after's is lighter by 38 levels", () => {
    // 20 px from the centre: subject on before, background on after. Within one of 255 levels.
    expect(Math.abs(at(0, 31 + 20, 31) - -0.5)).toBeLessThan(0.0078);
    expect(Math.abs(at(2, 31 - 20, 31) - -0.46)).toBeLessThan(0.0078);
  });

  it('leaves the subject its own colour', () => {
    expect(Math.abs(at(1, 31, 31) - 0.62)).toBeLessThan(0.002);
  });

  it('leaves no seam, where plain pasting along the same ramp does', () => {
    const pasted = paint(SIDE, SIDE, (c, x, y) => {
      const i = (c * SIDE + y) * SIDE + x;
      return before.data[i]! + mask.data[y * SIDE + x]! * (after.data[i]! - before.data[i]!);
    });
    expect(seam(before, after, pasted, mask)).toBeGreaterThan(5);
    expect(seam(before, after, fused, mask)).toBeLessThan(0.5);
  });

  it('changes neither argument', () => {
    expect(before.data).toEqual(scene(large, -0.5, 0.4).data);
    expect(after.data).toEqual(scene(small, -0.2, 0.6).data);
  });
});

it('returns before where nothing may change, and after where everything may', () => {
  const none = { data: new Float32Array(SIDE * SIDE), width: SIDE, height: SIDE };
  const all = { ...none, data: none.data.map(() => 1) };
  expect(blend(before, after, none).data).toEqual(before.data);
  expect(Math.abs(blend(before, after, all).data[0]! - after.data[0]!)).toBeLessThan(1e-6);
});
