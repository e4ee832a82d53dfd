import { describe, expect, it } from 'vitest';
import { confidenceOf } from '../../src/engine/confidence.js';

describe('confidenceOf', () => {
  it('is a coin toss for equal scores', () => {
    const { top, entropy } = confidenceOf(new Float32Array(2 * 4).fill(3), 2, 4);
    expect(top).toBeCloseTo(0.5, 6);
    expect(entropy).toBeCloseTo(Math.LN2, 6);
  });

  it('averages over the pixels it looks at, every third', () => {
    // Pixels 0 and 3 of 4: odds of 3 to 1, and certainty. H(3/4) = 0.562335.
    const scores = Float32Array.of(Math.log(3), 9, 9, 80, 0, 0, 0, 0);
    const { top, entropy } = confidenceOf(scores, 2, 4);
    expect(top).toBeCloseTo((0.75 + 1) / 2, 5);
    expect(entropy).toBeCloseTo(0.562335 / 2, 5);
  });

  it('does not overflow', () => {
    expect(confidenceOf(Float32Array.of(1e4, -1e4), 2, 1)).toEqual({ top: 1, entropy: 0 });
  });
});
