import { describe, expect, it } from 'vitest';
import { BETWEEN_METRICS, measureBetween } from '../../../src/filter/between/index.js';
import { ellipse, face, type Scene, shoot, stranger, texture } from './scenes.js';

const head = (rest = {}) => face(ellipse(100, 100, 40, 50), rest);
const inHead = (x: number, y: number) => Math.hypot((x - 100) / 40, (y - 100) / 50) < 1;

describe('measureBetween', () => {
  it('leaves out what cannot be measured', () => {
    const picture = shoot(texture);
    const bare = measureBetween({ picture }, { picture });
    expect(bare).toEqual({ change: 0, peak_change: 0, correlation: expect.closeTo(1, 6) });
    const flat = shoot(() => 90);
    const dull = measureBetween({ picture: flat, face: head() }, { picture: flat, face: head() });
    expect(dull.background_shift).toBeUndefined();
    expect(dull.correlation).toBeUndefined();
    expect(dull.background_change).toBe(0);
  });

  it('declares every metric that it measures, and no other', () => {
    const names = BETWEEN_METRICS.map((metric) => metric.name);
    const blendshapes = { mouthSmileLeft: 0, mouthSmileRight: 0, eyeBlinkLeft: 0, eyeBlinkRight: 0, jawOpen: 0 };
    const at = ellipse(100, 100, 40, 50);
    at.set([80, 90], 2 * 468);
    at.set([120, 90], 2 * 473);
    const side = { picture: shoot(texture), face: face(at, { blendshapes }) };
    expect(Object.keys(measureBetween(side, side)).sort()).toEqual([...names].sort());
  });

  it('refuses pictures or masks of two sizes', () => {
    const [a, b] = [shoot(texture), shoot(texture, 0, 0, 200, 199)];
    expect(() => measureBetween({ picture: a }, { picture: b })).toThrow(/one size/);
    const mask = { data: new Float32Array(100), width: 10, height: 10 };
    expect(() => measureBetween({ picture: a }, { picture: a }, { mask })).toThrow(/mask/);
  });
});

describe('background', () => {
  it('is what lies away from both heads, and its move is found to a tenth of a px', () => {
    const edited: Scene = (x, y) => (inHead(x + 2.4, y - 1) ? stranger(x, y) : texture(x, y));
    const pair = measureBetween(
      { picture: shoot(texture), face: head() },
      { picture: shoot(edited, 2.4, -1), face: head() },
    );
    expect(pair.background_shift).toBeCloseTo(2.6, 1);
    const still: Scene = (x, y) => (inHead(x, y) ? stranger(x, y) : texture(x, y));
    const fused = measureBetween({ picture: shoot(texture), face: head() }, { picture: shoot(still), face: head() });
    expect(fused.background_shift).toBeLessThan(1e-6);
    expect(fused.background_change).toBe(0);
    expect(fused.change).toBeGreaterThan(5);
  });

  it('is found in full px where the picture is halved first', () => {
    const large = (dx: number, dy: number) => shoot((x, y) => texture(x / 2, y / 2), dx, dy, 401, 320);
    const at = face(ellipse(200, 160, 60, 80));
    const pair = measureBetween({ picture: large(0, 0), face: at }, { picture: large(3, 1.5), face: at });
    expect(pair.background_shift).toBeCloseTo(Math.hypot(3, 1.5), 1);
  });

  it('is what the mask leaves, where there is one that leaves something', () => {
    const [a, b] = [shoot(texture), shoot((x, y) => texture(x, y) + (x < 100 ? 20 : 0))];
    const mask = (edge: number) => ({
      data: Float32Array.from({ length: 200 * 200 }, (_, i) => (i % 200 < edge ? 1 : 0)),
      width: 200,
      height: 200,
    });
    const change = (edge: number, seen?: typeof a) =>
      measureBetween({ picture: a, face: seen && head() }, { picture: b, face: seen && head() }, { mask: mask(edge) })
        .background_change;
    expect(change(100)).toBe(0);
    expect(change(50)).toBeCloseTo(20 / 3, 0);
    expect(change(200)).toBeUndefined();
    expect(change(200, a)).toBeGreaterThan(5);
  });

  it('does not move where another background took its place', () => {
    const pair = measureBetween({ picture: shoot(texture), face: head() }, { picture: shoot(stranger), face: head() });
    expect(pair.background_shift).toBeUndefined();
    expect(pair.correlation).toBeLessThan(0.5);
  });
});

describe('change', () => {
  it('is the mean over channels and pixels', () => {
    const a = { data: Uint8Array.from([0, 0, 0, 100, 100, 100]), width: 2, height: 1 };
    const b = { data: Uint8Array.from([6, 0, 0, 100, 88, 100]), width: 2, height: 1 };
    expect(measureBetween({ picture: a }, { picture: b }).change).toBe(3);
  });
});

describe('correlation', () => {
  it('does not see brightness or contrast, and turns with the sign', () => {
    const lit = measureBetween({ picture: shoot(texture) }, { picture: shoot((x, y) => 0.5 * texture(x, y) + 60) });
    expect(lit.correlation).toBeGreaterThan(0.999);
    const negative = measureBetween({ picture: shoot(texture) }, { picture: shoot((x, y) => 255 - texture(x, y)) });
    expect(negative.correlation).toBeLessThan(-0.999);
  });
});

describe('expression and pose', () => {
  const picture = shoot(texture);
  const of = (a: object, b: object) => measureBetween({ picture, face: head(a) }, { picture, face: head(b) });

  it('is signed, after less before', () => {
    const shapes = (smile: number, left: number, right: number, jawOpen: number) => ({
      blendshapes: {
        mouthSmileLeft: smile,
        mouthSmileRight: smile + 0.2,
        eyeBlinkLeft: left,
        eyeBlinkRight: right,
        jawOpen,
      },
    });
    const pair = of(shapes(0.1, 0.3, 0.1, 0.5), shapes(0.6, 0.2, 0.7, 0.1));
    expect(pair.smile_change).toBeCloseTo(0.5, 6);
    expect(pair.eyes_change).toBeCloseTo(-0.4, 6);
    expect(pair.mouth_change).toBeCloseTo(-0.4, 6);
    expect(of({}, shapes(0, 0, 0, 0)).smile_change).toBeUndefined();
  });

  it('takes the angle that changed most, the shorter way round', () => {
    expect(of({ yaw: -4, pitch: 2 }, { yaw: 5, pitch: 1, roll: 3 }).pose_change).toBe(9);
    expect(of({ roll: 178 }, { roll: -179 }).pose_change).toBe(3);
  });
});
