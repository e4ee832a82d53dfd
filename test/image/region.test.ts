import { describe, expect, it } from 'vitest';
import { complement, intersection, pixelsBesides, pixelsBeyond, pixelsOutside, union } from '../../src/image/region.js';

describe('sets of pixels', () => {
  it('selects all classes but the named, those without a name included', () => {
    const labels = { data: Uint8Array.of(0, 1, 2, 255, 1), width: 5, height: 1 };
    expect([...pixelsBesides(labels, [0, 1])]).toEqual([0, 0, 1, 1, 0]);
    expect([...pixelsBesides(labels, [])]).toEqual([1, 1, 1, 1, 1]);
  });

  it('takes only an exact 0 of a mask for outside', () => {
    const mask = { data: Float32Array.of(0, 1e-30, 0.5, 1), width: 2, height: 2 };
    expect([...pixelsOutside(mask)]).toEqual([1, 0, 0, 0]);
  });

  it('leaves out the pixels that are just as far as asked', () => {
    const distance = { data: Float32Array.of(0, 1, 1.5, 2), width: 4, height: 1 };
    expect([...pixelsBeyond(distance, 1.5)]).toEqual([0, 0, 0, 1]);
  });

  it('combines sets pixel by pixel', () => {
    const a = Uint8Array.of(0, 0, 1, 1);
    const b = Uint8Array.of(0, 1, 0, 1);
    expect([...union(a, b)]).toEqual([0, 1, 1, 1]);
    expect([...intersection(a, b)]).toEqual([0, 0, 0, 1]);
    expect([...complement(a)]).toEqual([1, 1, 0, 0]);
  });
});
