import { describe, expect, it } from 'vitest';
import { type Response, usefulRange } from '../../src/latent/range.js';

const answer = (respond: (strength: number) => Response) => async (strengths: readonly number[]) =>
  strengths.map(respond);

describe('usefulRange', () => {
  it('is all of it while faces hold and the score rises', async () => {
    const { range, curve } = await usefulRange(
      answer((s) => ({ score: s, valid: 1 })),
      { limit: 4, steps: 4 },
    );
    expect(range).toEqual([-4, 4]);
    expect(curve.map((point) => point.strength)).toEqual([-4, -3, -2, -1, 0, 1, 2, 3, 4]);
  });

  it('ends before the first strength that loses faces, even if they come back', async () => {
    const respond = (s: number): Response => ({ score: s, valid: s === 3 ? 0.9 : s > -2 });
    expect((await usefulRange(answer(respond), { limit: 4, steps: 4 })).range).toEqual([-1, 2]);
    expect((await usefulRange(answer(respond), { limit: 4, steps: 4, minValid: 0.9 })).range).toEqual([-1, 4]);
  });

  it('ends where the score stops answering, but not at a slow start', async () => {
    // A probability: flat until 1, steep to 4, flat beyond. Going down it has nothing to lose.
    const respond = (s: number): Response => ({ score: 1 / (1 + Math.exp(-4 * (s - 2.5))), valid: true });
    expect((await usefulRange(answer(respond), { limit: 8 })).range).toEqual([-1, 4]);
  });

  it('is closed on a side where the score goes the wrong way or cannot be read', async () => {
    const respond = (s: number): Response => ({ score: s < 0 ? Number.NaN : -s, valid: true });
    expect((await usefulRange(answer(respond), { limit: 4 })).range).toEqual([0, 0]);
  });
});
