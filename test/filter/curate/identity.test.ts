import { describe, expect, it } from 'vitest';
import { Embeddings } from '../../../src/filter/curate/embeddings.js';
import { identitiesOf } from '../../../src/filter/curate/identity.js';
import { streamOf } from '../../../src/random.js';
import { embedding, normalOf } from './measurements.js';

/** `people` random directions in 32 dimensions; item i is of person i mod people, with noise. */
function crowd(people: number, items: number, noise: number) {
  const normal = normalOf(streamOf(9, 0, 'crowd'));
  const centres = Array.from({ length: people }, () => Array.from({ length: 32 }, normal));
  const embeddings = new Embeddings();
  for (let i = 0; i < items; i++) {
    embeddings.add(i, embedding(centres[i % people]!.map((x) => x + noise * normal())));
  }
  return embeddings;
}
const rows = (n: number) => Uint32Array.from({ length: n }, (_, i) => i);

describe('Embeddings', () => {
  it('has the cosine of the vectors to within their rounding', () => {
    const all = new Embeddings();
    all.add(5, embedding([1, 2, 3]));
    all.add(900, embedding([-3, 1, 2]));
    expect(all.cosine(5, 900)).toBeCloseTo((-3 + 2 + 6) / 14, 2);
    expect(all.cosine(5, 5)).toBeCloseTo(1, 12);
    expect([all.has(5), all.has(6), all.has(100_000)]).toEqual([true, false, false]);
  });
});

describe('identitiesOf', () => {
  it('finds the people, each led by the first of them', () => {
    const { leader, cosine, exact } = identitiesOf(crowd(20, 100, 0.2), rows(100), 100);
    expect([...leader]).toEqual(Array.from({ length: 100 }, (_, i) => i % 20));
    expect(exact).toBe(true);
    expect(Math.min(...cosine)).toBeGreaterThan(0.75);
  });

  it('makes stars: b is like a and c, but a and c are two', () => {
    const all = new Embeddings();
    [0, 35, 70].forEach((degrees, i) => {
      const angle = (degrees / 180) * Math.PI;
      all.add(i, embedding([Math.cos(angle), Math.sin(angle)]));
    });
    expect([...identitiesOf(all, rows(3), 3).leader]).toEqual([0, 0, 2]);
    expect([...identitiesOf(all, Uint32Array.of(1, 0, 2), 3).leader]).toEqual([1, 1, 1]);
  });

  it('finds nearly all of them under pivots, and says that it may miss some', () => {
    const all = crowd(400, 1600, 0.25);
    const { leader, exact } = identitiesOf(all, rows(1600), 1600, 0.75, 100);
    expect(exact).toBe(false);
    const found = Array.from(leader).filter((to, i) => to === i % 400).length;
    expect(found / 1600).toBeGreaterThan(0.97);
  });

  it('leaves out what has no embedding', () => {
    const all = new Embeddings();
    all.add(1, embedding([1, 0]));
    expect([...identitiesOf(all, rows(3), 3).leader]).toEqual([-1, 1, -1]);
  });
});
