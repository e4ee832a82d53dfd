import { describe, expect, it } from 'vitest';
import { type SearchOptions, searchStrength } from '../../src/latent/search.js';

/** A score function that counts what it is asked. */
function scored(score: (strength: number) => number) {
  const calls: number[][] = [];
  const evaluate = async (strengths: readonly number[]): Promise<number[]> => {
    calls.push([...strengths]);
    return strengths.map(score);
  };
  return { calls, evaluate, asked: () => calls.flat(), start: { strength: 0, score: score(0) } };
}

async function search(
  score: (strength: number) => number,
  options: Partial<SearchOptions> & Pick<SearchOptions, 'band'>,
) {
  const { evaluate, start, calls, asked } = scored(score);
  const settings = { evaluate, start, range: [-8, 8] as const, rising: true, budget: 32, ...options };
  const result = await searchStrength(settings);
  // Whatever the score: within budget and batch, and only what was looked at is returned, with its own score.
  expect(result.evaluations).toBe(asked().length);
  expect(result.evaluations).toBeLessThanOrEqual(settings.budget);
  for (const call of calls) expect(call.length).toBeLessThanOrEqual(settings.batch ?? 4);
  expect([settings.start.strength, ...asked()]).toContain(result.strength);
  expect(result.score).toBe(score(result.strength));
  const { min = -Infinity, max = Infinity } = settings.band;
  expect(result.reached).toBe(result.score >= min && result.score <= max);
  return { ...result, calls, asked: asked() };
}

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

describe('searchStrength', () => {
  it('asks for nothing when the start is inside', async () => {
    const { strength, evaluations, reached } = await search((s) => s, { band: { min: -1, max: 1 } });
    expect([strength, evaluations, reached]).toEqual([0, 0, true]);
  });

  it.each([
    ['up', { min: 5 }, true, 5],
    ['down', { max: -5 }, true, -5],
    ['up on a falling score', { min: 5 }, false, -5],
    ['down on a falling score', { max: -5 }, false, 5],
  ])('finds the smallest move %s', async (_, band, rising, smallest) => {
    const found = await search((s) => (rising ? s : -s), { band, rising });
    expect(found.reached).toBe(true);
    // Default tolerance: a fortieth of 8.
    expect(Math.abs(found.strength)).toBeGreaterThanOrEqual(Math.abs(smallest));
    expect(Math.abs(found.strength - smallest)).toBeLessThanOrEqual(0.2);
    expect(found.asked.every((s) => Math.sign(s) === Math.sign(smallest))).toBe(true);
    expect(found.calls.length).toBeLessThanOrEqual(4);
  });

  it('stops sweeping at the first hit', async () => {
    const { calls } = await search((s) => s, { band: { min: 1.5 } });
    expect(calls[0]).toEqual([1, 2, 3, 4]);
    expect(calls.flat().every((s) => s <= 4)).toBe(true);
  });

  it('comes as near as the tolerance asks', async () => {
    const { strength } = await search((s) => sigmoid(2 * s - 7), { band: { min: 0.9 }, tolerance: 0.001 });
    const exact = (7 + Math.log(9)) / 2;
    expect(strength).toBeGreaterThanOrEqual(exact);
    expect(strength - exact).toBeLessThan(0.001);
  });

  it('returns what came nearest when the score saturates short of the band', async () => {
    const { strength, reached, evaluations } = await search((s) => 0.7 * sigmoid(s - 2), { band: { min: 0.9 } });
    expect([strength, reached, evaluations]).toEqual([8, false, 8]);
  });

  it('returns the best of a score that turns back before the band', async () => {
    const { strength, reached } = await search((s) => 0.5 - (s - 3) ** 2 / 50, { band: { min: 0.9 } });
    expect([strength, reached]).toEqual([3, false]);
  });

  it('finds the nearer of two regions of a score that is not monotone', async () => {
    // In the band from 1.6 to 3.4, out, and in again from 6.
    const { strength, reached } = await search((s) => (s < 5 ? 1 - (s - 2.5) ** 2 : s - 5.3), { band: { min: 0.19 } });
    expect(reached).toBe(true);
    expect(Math.abs(strength - 1.6)).toBeLessThan(0.2);
  });

  it('sweeps on when the score jumps over the band, and finds where it comes back', async () => {
    // Over [4, 5] at 2.5 without touching it, and down into it at 5.5.
    const score = (s: number): number => (s < 2.5 ? 0 : s < 5.5 ? 9 : 4.5);
    const { strength, reached } = await search(score, { band: { min: 4, max: 5 }, budget: 28 });
    expect(reached).toBe(true);
    expect(strength).toBeGreaterThanOrEqual(5.5);
    expect(strength).toBeLessThan(5.7);
  });

  it.each([
    ['from below', 20, { min: 45.99, max: 46.01 }, 1],
    ['from above', 70, { min: 28.99, max: 29.01 }, -1],
  ])('finds a narrow band that the sweep jumps over, %s', async (_, age, band, side) => {
    const found = await search((s) => age + 9 * s, { band });
    expect(found.reached).toBe(true);
    expect(Math.sign(found.strength)).toBe(side);
  });

  it.each([0, 1, 2, 3, 5, 7])('keeps to a budget of %d', async (budget) => {
    const { evaluations, reached } = await search((s) => s, { band: { min: 4 }, budget });
    expect(evaluations).toBeLessThanOrEqual(budget);
    expect(reached).toBe(budget > 0);
  });

  it('sends one strength a call when the batch is 1', async () => {
    const { strength } = await search((s) => s, { band: { min: 3.3 }, batch: 1 });
    expect(strength - 3.3).toBeLessThan(0.2);
  });

  it('passes over strengths that could not be scored', async () => {
    const { strength, reached, evaluations } = await search((s) => (s > 0 && s < 3.5 ? Number.NaN : s), {
      band: { min: 2 },
      budget: 16,
    });
    expect(reached).toBe(true);
    expect(strength).toBeGreaterThanOrEqual(3.5);
    expect(evaluations).toBeLessThanOrEqual(8);
  });

  it('stays where it is when the start itself could not be scored', async () => {
    const start = { strength: 0, score: Number.NaN };
    const { reached, evaluations } = await searchStrength({
      ...scored((s) => s),
      start,
      band: { min: 2 },
      range: [-8, 8],
      rising: true,
      budget: 32,
    });
    expect([reached, evaluations]).toEqual([false, 0]);
  });

  it('does not move where the range is closed', async () => {
    const { reached, evaluations } = await search((s) => s, { band: { min: 2 }, range: [-8, 0] });
    expect([reached, evaluations]).toEqual([false, 0]);
  });

  it('searches on from another start', async () => {
    const { strength, asked } = await search((s) => s, { band: { min: 5 }, start: { strength: 4, score: 4 } });
    expect(Math.min(...asked)).toBeGreaterThan(4);
    expect(strength - 5).toBeLessThanOrEqual(0.1);
  });
});
