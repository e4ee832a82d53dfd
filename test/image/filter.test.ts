import { describe, expect, it } from 'vitest';
import { dilate, erode, gaussian, laplacian, luma, sobel } from '../../src/image/filter.js';
import golden from '../fixtures/filters.json' with { type: 'json' };
import { maxDifference, paint, rampPlane } from './planes.js';

const plane = rampPlane(7, 9);

describe('filters against scipy.ndimage, mode nearest', () => {
  it('gaussian, sigma 1.5 cut at radius 5', () => {
    expect(maxDifference(gaussian(plane, 1.5).data, golden['gaussian_1.5'])).toBeLessThan(2e-6);
  });
  it('laplacian', () => expect(maxDifference(laplacian(plane).data, golden.laplacian)).toBeLessThan(5e-6));
  it('sobel magnitude', () => expect(maxDifference(sobel(plane).data, golden.sobel)).toBeLessThan(5e-6));
});

describe('gaussian', () => {
  it('copies at sigma 0', () => {
    const same = gaussian(plane, 0);
    expect(same.data).toEqual(plane.data);
    expect(same.data).not.toBe(plane.data);
  });
});

describe('luma', () => {
  it('weights the channels by BT.601', () => {
    const image = paint(2, 1, (c, x) => (x === 0 ? [1, -1, 0.5][c]! : 1));
    expect(maxDifference(luma(image).data, [0.299 - 0.587 + 0.057, 1])).toBeLessThan(1e-6);
  });
});

describe('dilate and erode', () => {
  const dot = Uint8Array.from({ length: 49 }, (_, i) => (i === 24 ? 1 : 0));

  it('grows a dot to a disc of the radius', () => {
    const disc = dilate(dot, 7, 7, 2);
    expect(disc.reduce((a, b) => a + b)).toBe(13);
    expect([disc[22], disc[15], disc[16], disc[10]]).toEqual([1, 0, 1, 1]);
  });

  it('erodes a disc back to the dot, and not from the edge of the image', () => {
    expect([...erode(dilate(dot, 7, 7, 2), 7, 7, 2)]).toEqual([...dot]);
    expect(erode(new Uint8Array(49).fill(1), 7, 7, 3).every((v) => v === 1)).toBe(true);
  });
});
