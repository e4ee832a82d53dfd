import { describe, expect, it } from 'vitest';
import { angularError } from '../../../src/augment/hair/angular-error.js';
import { encodeOrientation, halfAngle, orientationMap } from '../../../src/augment/hair/orientation.js';
import { fromBytes } from '../../../src/image/bytes.js';
import type { Plane } from '../../../src/pair.js';
import golden from '../../fixtures/orientation.json' with { type: 'json' };
import { maxDifference, paint } from '../../image/planes.js';

const { width, height } = golden;
const image = fromBytes(Buffer.from(golden.image, 'base64'), width, height);
const mask: Plane = { data: Float32Array.from(Buffer.from(golden.mask, 'base64')), width, height };

describe('orientation map against the filters of MichiGAN in torch', () => {
  const map = orientationMap(image, mask, { spacing: 'michigan' });

  it('has the same angles', () => expect(maxDifference(map.theta.data, golden.theta_michigan)).toBeLessThan(2e-4));
  it('has the same angles with kernels and angles alike', () => {
    const { theta } = orientationMap(image, mask, { spacing: 'true' });
    expect(maxDifference(theta.data, golden.theta_true)).toBeLessThan(2e-4);
  });
  it('has the same confidence', () => {
    expect(maxDifference(map.confidence.data, golden.confidence)).toBeLessThan(1e-3);
  });
  it('saves the same bytes', () => {
    expect(Buffer.from(encodeOrientation(map)).toString('base64')).toBe(golden.bytes);
  });
  it('is 0 outside the mask', () => {
    const outside = map.theta.data.filter((_, i) => mask.data[i] === 0);
    expect(Math.max(...outside)).toBe(0);
  });
});

describe('orientation of lines drawn at a known angle', () => {
  const size = 64;
  const everywhere: Plane = { data: new Float32Array(size * size).fill(1), width: size, height: size };
  /** Lines 6 px apart that rise to the right at `degrees`. */
  const lines = (degrees: number) => {
    const t = (degrees * Math.PI) / 180;
    return paint(size, size, (_, x, y) => 0.6 * Math.cos(((x * Math.sin(t) + y * Math.cos(t)) * 2 * Math.PI) / 6));
  };
  const layerOf = (degrees: number) => {
    const doubled = (degrees * Math.PI) / 90;
    const plane = (value: number): Plane => ({ ...everywhere, data: new Float32Array(size * size).fill(value) });
    return { cos2: plane(Math.cos(doubled)), sin2: plane(Math.sin(doubled)) };
  };
  /** Away from the edge, where the black around the picture stops the lines. */
  const inner: Plane = {
    ...everywhere,
    data: everywhere.data.map((_, i) =>
      Math.max(Math.abs((i % size) - 31.5), Math.abs(Math.floor(i / size) - 31.5)) < 8 ? 1 : 0,
    ),
  };

  it.each([0, 22.5, 45, 90, 112.5, 157.5])('%d° is found, counter-clockwise from the x axis', (degrees) => {
    const map = orientationMap(lines(degrees), everywhere, { spacing: 'true' });
    const error = angularError(layerOf(degrees), map, inner)!;
    expect(error.p90).toBeLessThan(3);
    const wrong = angularError(layerOf(degrees + 30), map, inner)!;
    expect(wrong.mean).toBeGreaterThan(27);
    expect(wrong.weighted).toBeLessThan(33);
  });

  it('finds nothing to compare without hair', () => {
    const map = orientationMap(lines(0), everywhere, { spacing: 'true' });
    expect(angularError(layerOf(0), map, { ...inner, data: new Float32Array(size * size) })).toBeUndefined();
  });
});

describe('halfAngle', () => {
  it('lies in [0, π)', () => {
    expect(halfAngle(1, 0)).toBe(0);
    expect(halfAngle(1, -1e-9)).toBe(0);
    expect(halfAngle(-1, 0)).toBeCloseTo(Math.PI / 2, 12);
    expect(halfAngle(0, -1)).toBeCloseTo((3 * Math.PI) / 4, 12);
  });
});
