import { describe, expect, it } from 'vitest';
import { hairEdges } from '../../../src/augment/hair/edges.js';
import { CELEBAMASK_CLASSES, celebParsing, michiganLabels, seanLabels } from '../../../src/augment/hair/label-maps.js';
import type { Plane } from '../../../src/pair.js';
import golden from '../../fixtures/hair-maps.json' with { type: 'json' };

const { size } = golden;
const bits = (text: string): Float32Array => Float32Array.from(text, Number);
const image = { data: Float32Array.from([0, 1, 2].flatMap(() => golden.strands)), width: size, height: size };
const mask: Plane = { data: bits(golden.mask), width: size, height: size };

describe('hairEdges', () => {
  it('has the edges of a Canny in scipy', () => {
    const { data } = hairEdges(image, mask);
    expect([...data].join('')).toBe(golden.edges);
    expect(golden.edges).toContain('1');
  });

  it('does not depend on contrast', () => {
    const faint = { ...image, data: image.data.map((v) => v / 16 - 0.9) };
    const edges = [hairEdges(image, mask), hairEdges(faint, mask)].map(({ data }) => data.reduce((a, b) => a + b));
    expect(Math.abs(edges[0]! - edges[1]!)).toBeLessThanOrEqual(2);
  });

  it('finds none without hair', () => {
    const none = { ...mask, data: new Float32Array(mask.data.length) };
    expect(hairEdges(image, none).data.every((v) => v === 0)).toBe(true);
  });
});

describe('label maps', () => {
  const plane = (...data: number[]): Plane => ({ data: Float32Array.from(data), width: data.length, height: 1 });
  const hair = plane(1, 0, 0, 0, 0.4);
  const bare = { hair: plane(0, 0, 0, 0, 0), skin: plane(1, 1, 0, 0, 0), person: plane(1, 1, 1, 0, 1) };
  const before = { ...bare, hair: plane(1, 0, 1, 0, 0) };

  it('of MichiGAN are 1 where hair is', () => {
    expect([...michiganLabels(hair).data]).toEqual([1, 0, 0, 0, 0]);
  });

  it('of SEAN number hair 13', () => {
    expect(CELEBAMASK_CLASSES.indexOf('hair')).toBe(13);
    expect([...seanLabels(hair, bare, bare).data]).toEqual([13, 1, 18, 0, 18]);
  });

  it('of CelebAMask-HQ tell the sides of the picture, and upper from lower lip', () => {
    const classes = ['background', 'brow', 'eye', 'ear', 'nose', 'lips', 'mouth', 'beak'];
    const data = [
      [0, 1, 7, 1, 0],
      [3, 2, 4, 2, 3],
      [0, 5, 5, 5, 0],
      [0, 6, 6, 6, 0],
      [0, 5, 5, 5, 0],
    ];
    const parsed = celebParsing({ data: Uint8Array.from(data.flat()), width: 5, height: 5 }, classes);
    const name = (i: number): string => CELEBAMASK_CLASSES[parsed.data[i]!]!;
    expect([1, 3, 6, 8, 5, 9].map(name)).toEqual(['l_brow', 'r_brow', 'l_eye', 'r_eye', 'l_ear', 'r_ear']);
    expect([7, 12, 17, 22].map(name)).toEqual(['nose', 'u_lip', 'mouth', 'l_lip']);
    expect([0, 2].map(name)).toEqual(['background', 'background']);
  });

  it('of SEAN keep the parsing, but not the hair that is gone', () => {
    const parsing = { data: Uint8Array.of(13, 2, 13, 13, 18), width: 5, height: 1 };
    expect([...seanLabels(hair, bare, before, parsing).data]).toEqual([13, 2, 0, 0, 18]);
    expect([...seanLabels(hair, before, before, parsing).data]).toEqual([13, 2, 13, 0, 18]);
  });
});
