import { describe, expect, it } from 'vitest';
import { GROWN_BANDS, GROWN_METRICS, growGates, scoreGrown } from '../../../src/filter/hair/index.js';
import { verdictOf } from '../../../src/filter/index.js';
import { box, grey, grown, plane } from './scene.js';

const SIDE = 128;

describe('orientation_error', () => {
  const alpha = plane(SIDE, box(40, 40, 60, 60));
  const strands = (degrees: number, sure = 1) => {
    const double = (degrees * Math.PI) / 90;
    return {
      cos2: plane(SIDE, () => sure * Math.cos(double)),
      sin2: plane(SIDE, () => sure * Math.sin(double)),
    };
  };
  const seen = (theta: (x: number) => number, confidence: (x: number) => number = () => 10) => ({
    theta: plane(SIDE, (x) => (theta(x) * Math.PI) / 180),
    confidence: plane(SIDE, (x) => confidence(x)),
  });

  it('goes the shorter way round', () => {
    const of = (drawn: number, shown: number) =>
      scoreGrown(grown(SIDE, { alpha, ...strands(drawn), orientation: seen(() => shown) })).orientation_error;
    expect(of(30, 40)).toBeCloseTo(10, 3);
    expect(of(175, 5)).toBeCloseTo(10, 3);
    expect(of(2, 178)).toBeCloseTo(4, 3);
    expect(of(100, 10)).toBeCloseTo(90, 3);
  });

  it('weighs by both confidences, over hair alone', () => {
    // Of 20 columns half is 8° off and three times as sure as the half that is 40° off; beyond hair nothing counts.
    const orientation = seen(
      (x) => (x < 50 ? 28 : x < 60 ? 60 : 110),
      (x) => (x < 50 ? 30 : 10),
    );
    expect(scoreGrown(grown(SIDE, { alpha, ...strands(20, 0.4), orientation })).orientation_error).toBeCloseTo(16, 3);
    expect(scoreGrown(grown(SIDE, { alpha, orientation }))).not.toHaveProperty('orientation_error');
  });

  it('leaves out the frame, beyond which the filters see nothing', () => {
    // 8 of 18 columns lie within 8 px of the frame and are 80° off.
    const atFrame = plane(SIDE, box(0, 40, 18, 60));
    const orientation = seen((x) => (x < 8 ? 100 : 26));
    const scores = scoreGrown(grown(SIDE, { alpha: atFrame, ...strands(20), orientation }));
    expect(scores.orientation_error).toBeCloseTo(6, 3);
  });
});

describe('outside_change', () => {
  const mask = plane(SIDE, box(0, 0, 64, 128));

  it('is 0 to the bit, or a fault', () => {
    const inside = grey(SIDE, (x) => (x < 64 ? 90 : 128));
    expect(scoreGrown(grown(SIDE, { mask, after: inside })).outside_change).toBe(0);
    // 4 levels on one of 64 columns.
    const beyond = grey(SIDE, (x) => (x === 100 ? 132 : 128));
    const scores = scoreGrown(grown(SIDE, { mask, after: beyond }));
    expect(scores.outside_change).toBeCloseTo(4 / 64, 4);
    expect(verdictOf(scores, growGates()).failures.map((f) => f.gate)).toContain('outside_change');
  });
});

describe('scoreGrown', () => {
  it('hands on what was noted, and measures a bald head without hair', () => {
    const notes = { fit_residual: 2.5, 'removal.seam': 1.5, 'removal.nan': Number.NaN, another: 3 };
    const scores = scoreGrown(grown(SIDE, { notes }));
    expect(scores).toEqual({
      fit_residual: 2.5,
      hair_over_eyes: 0,
      hair_over_face: 0,
      cut_by_frame: 0,
      'removal.seam': 1.5,
    });
  });

  it('refuses planes of another size', () => {
    expect(() => scoreGrown(grown(SIDE, { alpha: plane(64) }))).toThrow('one size');
    expect(() => scoreGrown(grown(SIDE, { points: new Float32Array(12) }))).toThrow('478 points or five');
  });
});

describe('growGates', () => {
  it('has a band for each metric but the fit, within its range', () => {
    const gates = growGates();
    const names = GROWN_METRICS.map((m) => m.name);
    expect(gates.map((g) => g.name).sort()).toEqual(names.filter((name) => name !== 'fit_residual').sort());
    expect(gates.map((g) => g.band)).toEqual(Object.values(GROWN_BANDS));
    for (const { name, band } of gates) {
      const [low, high] = GROWN_METRICS.find((m) => m.name === name)!.range;
      for (const end of [band.min, band.max]) if (end !== undefined) expect(end >= low && end <= high).toBe(true);
    }
  });

  it('takes a recipe’s bands, and false for none', () => {
    const gates = growGates({ hair_over_eyes: false, floaters: { max: 0.5 }, 'removal.seam': { max: 3 } });
    expect(gates.map((g) => g.name)).not.toContain('hair_over_eyes');
    expect(gates.find((g) => g.name === 'floaters')!.band).toEqual({ max: 0.5 });
    expect(verdictOf({ 'removal.seam': 4, floaters: 0.4 }, gates).failures).toEqual([
      { gate: 'removal.seam', value: 4, threshold: 3 },
    ]);
  });

  it('refuses a metric that no grown pair has', () => {
    expect(() => growGates({ hair_over_eye: { max: 1 } })).toThrow(
      expect.objectContaining({ code: 'E_RECIPE', hint: expect.stringContaining('Did you mean hair_over_eyes?') }),
    );
  });
});
