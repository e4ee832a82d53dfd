/** A grown pair of plain planes to draw on. */
import type { Grown } from '../../../src/filter/hair/index.js';
import type { Plane, RgbPlanes } from '../../../src/pair.js';

/** What a pixel (x, y) of a plane holds. */
export type Paint = (x: number, y: number) => number;

export function plane(side: number, paint: Paint = () => 0): Plane {
  const data = new Float32Array(side * side);
  for (let i = 0; i < data.length; i++) data[i] = paint(i % side, Math.floor(i / side));
  return { data, width: side, height: side };
}

/** Grey of these levels of 255. */
export function grey(side: number, levels: Paint = () => 128): RgbPlanes {
  const { data } = plane(side, (x, y) => levels(x, y) / 127.5 - 1);
  return { data: Float32Array.from([...data, ...data, ...data]), width: side, height: side };
}

/**
 * No hair, no change. The eyes lie 5/16 of the side apart in the middle of the picture, 15/32 down, and the mouth as far
 * below: at 128 px (44, 60), (84, 60) and (64, 100).
 */
export function grown(side: number, change: Partial<Grown> = {}): Grown {
  const px = side / 128;
  return {
    before: grey(side),
    after: grey(side),
    mask: plane(side, () => 1),
    alpha: plane(side),
    shade: plane(side, () => 1),
    cos2: plane(side),
    sin2: plane(side),
    orientation: { theta: plane(side), confidence: plane(side) },
    points: Float32Array.from([44, 60, 84, 60, 64, 84, 54, 100, 74, 100], (v) => v * px),
    notes: {},
    ...change,
  };
}

/** 1 within a box [x0, x1) × [y0, y1). */
export function box(x0: number, y0: number, x1: number, y1: number): Paint {
  return (x, y) => (x >= x0 && x < x1 && y >= y0 && y < y1 ? 1 : 0);
}
