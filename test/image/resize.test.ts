import { describe, expect, it } from 'vitest';
import { resize, resizeLabels, resizePlane } from '../../src/image/resize.js';
import golden from '../fixtures/filters.json' with { type: 'json' };
import { maxDifference, paint, rampPlane } from './planes.js';

describe('resizePlane', () => {
  it('averages blocks when it shrinks by whole factors', () => {
    const plane = { data: Float32Array.from([0, 2, 10, 20, 4, 6, 30, 40]), width: 4, height: 2 };
    expect([...resizePlane(plane, 2, 1).data]).toEqual([3, 25]);
    expect([...resizePlane(plane, 2, 2).data]).toEqual([1, 15, 5, 35]);
  });

  it('is bilinear between pixel centres otherwise, as torch with align_corners=False', () => {
    const plane = rampPlane(7, 9);
    expect(maxDifference(resizePlane(plane, 5, 4).data, golden.bilinear_5x4)).toBeLessThan(2e-6);
    expect(maxDifference(resizePlane(plane, 10, 13).data, golden.bilinear_10x13)).toBeLessThan(2e-6);
  });

  it('returns the plane itself when nothing is to do', () => {
    const plane = rampPlane(7, 9);
    expect(resizePlane(plane, 7, 9)).toBe(plane);
  });
});

describe('resize', () => {
  it('keeps channels apart and takes (width, height) in that order', () => {
    const small = resize(
      paint(4, 8, (c, x) => c + x),
      2,
      4,
    );
    expect([small.width, small.height, small.data.length]).toEqual([2, 4, 24]);
    expect([small.data[0], small.data[1], small.data[8], small.data[17]]).toEqual([0.5, 2.5, 1.5, 4.5]);
  });
});

describe('resizeLabels', () => {
  it('takes the nearest label and never mixes', () => {
    const map = { data: Uint8Array.from([1, 1, 9, 9, 1, 1, 9, 9, 4, 4, 7, 7]), width: 4, height: 3 };
    expect([...resizeLabels(map, 2, 3).data]).toEqual([1, 9, 1, 9, 4, 7]);
    expect([...resizeLabels({ data: Uint8Array.from([3, 8]), width: 2, height: 1 }, 4, 2).data]).toEqual([
      3, 3, 8, 8, 3, 3, 8, 8,
    ]);
  });
});
