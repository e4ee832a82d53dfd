import { describe, expect, it } from 'vitest';
import { packIdentity, unpackIdentity } from '../../src/filter/identity-code.js';
import { streamOf } from '../../src/random.js';

describe('packIdentity', () => {
  it('writes round(127·x) as signed bytes in base64', () => {
    expect(packIdentity(Float32Array.of(0.6, -0.8))).toBe(Buffer.from([76, 256 - 102]).toString('base64'));
  });

  it('comes back as a unit vector close to what it was', () => {
    const random = streamOf(1, 0, 'test');
    const raw = Array.from({ length: 128 }, () => random() - 0.5);
    const norm = Math.hypot(...raw);
    const x = Float32Array.from(raw, (v) => v / norm);
    const y = unpackIdentity(packIdentity(x));
    expect(Math.hypot(...y)).toBeCloseTo(1, 5);
    expect(x.reduce((sum, v, i) => sum + v * y[i]!, 0)).toBeGreaterThan(0.998);
  });
});
