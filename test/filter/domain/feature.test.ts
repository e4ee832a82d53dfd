import { describe, expect, it } from 'vitest';
import { domainFeature } from '../../../src/filter/domain/feature.js';

describe('domainFeature', () => {
  it('joins deep features and confidence in a fixed order', () => {
    const deep = [Float32Array.of(1, 2), Float32Array.of(3)];
    expect(domainFeature({ deep, confidence: { top: 0.5, entropy: 0.25 } })).toEqual(
      Float32Array.of(1, 2, 3, 0.5, 0.25),
    );
    expect(domainFeature({ deep })).toEqual(Float32Array.of(1, 2, 3));
  });

  it('has nothing to say for a pack that gives nothing', () => {
    expect(domainFeature({ deep: [] })).toBeUndefined();
  });
});
