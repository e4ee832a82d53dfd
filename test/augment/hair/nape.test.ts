import { beforeAll, describe, expect, it } from 'vitest';
import { withoutNapeStubs } from '../../../src/augment/hair/nape.js';
import type { Strands } from '../../../src/augment/hair/types.js';
import { type Scene, scene } from './synthetic.js';

describe('withoutNapeStubs', () => {
  let head: Scene;

  beforeAll(async () => {
    head = await scene(192);
  });

  /** Straight strands of the scalp from each root to each tip. */
  function strandsOf(...ends: readonly (readonly [readonly number[], readonly number[]])[]): Strands {
    return {
      points: Float32Array.from(ends.flat(2)),
      first: Uint32Array.from({ length: ends.length + 1 }, (_, i) => 2 * i),
      radius: new Float32Array(ends.length).fill(0.01),
      region: new Uint8Array(ends.length),
    };
  }

  const kept = (strands: Strands): number[] => {
    const { points } = withoutNapeStubs(strands, head.fitted, head.raster);
    return Array.from({ length: points.length / 6 }, (_, s) => points[6 * s]!);
  };

  it('drops short hair of the nape that ends in the air beside the neck', () => {
    const beside = [
      [5.4, -6, -4],
      [7.5, -10.5, -4],
    ] as const;
    const behind = [
      [2, -7, -6],
      [2.1, -11, -6],
    ] as const;
    expect(kept(strandsOf(behind, beside, behind))).toEqual([2, 2]);
  });

  it('keeps what hangs, what grows higher, and what ends behind the ears', () => {
    const hangs = [
      [5.5, -6, -4],
      [7.5, -17, -4],
    ] as const;
    const higher = [
      [6.5, 2, -4],
      [9, -8, -4],
    ] as const;
    const ears = [
      [5.6, -4, -4],
      [9, -6.5, -4],
    ] as const;
    const own = strandsOf(hangs, higher, ears);
    expect(withoutNapeStubs(own, head.fitted, head.raster)).toBe(own);
  });
});
