import { describe, expect, it } from 'vitest';
import { type GrowOptions, growHair, hairStyleSchema, STYLES } from '../../../../src/augment/hair/grow/index.js';
import { distanceField } from '../../../../src/augment/hair/head/distance.js';
import { loadHead } from '../../../../src/augment/hair/head/load.js';
import type { Strands } from '../../../../src/augment/hair/types.js';

const head = await loadHead();
const field = distanceField(head);
const options: GrowOptions = { head, field, strands: 1000, growth: 1, seed: 3, index: 5 };
const grow = (name: string, more: Partial<GrowOptions> = {}): Strands =>
  growHair(STYLES.find((style) => style.name === name)!, { ...options, ...more });

// Looked at by several tests, which leave them as they are.
const bob = grow('bob');
const straight = grow('long-straight');
const buzzed = grow('buzz-cut', { strands: 2000 });

const root = ({ points, first }: Strands, s: number) => [...points.subarray(3 * first[s]!, 3 * first[s]! + 3)];
const roots = (strands: Strands) => Array.from(strands.radius, (_, s) => root(strands, s));
const tip = ({ points, first }: Strands, s: number) => [...points.subarray(3 * first[s + 1]! - 3, 3 * first[s + 1]!)];

/** Length of each strand, cm. */
function lengths({ points, first, radius }: Strands): number[] {
  return Array.from(radius, (_, s) => {
    let sum = 0;
    for (let p = 3 * first[s]! + 3; p < 3 * first[s + 1]!; p += 3)
      sum += Math.hypot(points[p]! - points[p - 3]!, points[p + 1]! - points[p - 2]!, points[p + 2]! - points[p - 1]!);
    return sum;
  });
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1]!;

describe('growHair', () => {
  it('is the same for the same options and another for another seed or index', () => {
    const bytes = (more = {}) => Buffer.from(grow('crew-cut', more).points.buffer).toString('base64');
    const same = bytes();
    expect(bytes()).toBe(same);
    expect(bytes({ seed: 4 })).not.toBe(same);
    expect(bytes({ index: 6 })).not.toBe(same);
  });

  it('keeps roots, regions and the order of thickness through the growth, and only lengthens', () => {
    const stages = [0.05, 0.3, 1].map((growth) => grow('side-part', { growth }));
    let before = 0;
    for (const stage of stages) {
      expect(JSON.stringify(roots(stage))).toBe(JSON.stringify(roots(stages[0]!)));
      const now = median(lengths(stage));
      expect(now).toBeGreaterThan(1.15 * before);
      before = now;
    }
  });

  it('grows nothing at 0', () => {
    const none = grow('bob', { growth: 0 });
    expect([none.points.length, none.radius.length, [...none.first]]).toEqual([0, 0, [0]]);
  });

  it('grows lengths in cm: what the style says at the top, and its share on the way', () => {
    // Ragged ends take up to 15 %; frizz adds a little.
    expect(median(lengths(straight))).toBeGreaterThan(38);
    expect(median(lengths(straight))).toBeLessThan(47);
    expect(median(lengths(grow('long-straight', { growth: 0.25 }))) / 45).toBeCloseTo(0.23, 1);
    expect(median(lengths(buzzed))).toBeGreaterThan(0.35);
    expect(median(lengths(buzzed))).toBeLessThan(0.65);
  });

  it('cuts a bob at its level', () => {
    const ends = Array.from(bob.radius, (_, s) => tip(bob, s)[1]!);
    const level = -11.5;
    expect(median(ends)).toBeGreaterThan(level - 1);
    expect(median(ends)).toBeLessThan(level + 2.5);
    expect(ends.filter((y) => y < level - 3).length / ends.length).toBeLessThan(0.01);
  });

  it('parts hair at the parting', () => {
    let [right, wrong] = [0, 0];
    for (let s = 0; s < straight.radius.length; s++) {
      const [x, y, z] = root(straight, s) as [number, number, number];
      if (y < 5 || z < 0 || Math.abs(x) < 0.5) continue;
      if (Math.sign(tip(straight, s)[0]!) === Math.sign(x)) right++;
      else wrong++;
    }
    expect(right).toBeGreaterThan(100);
    expect(wrong / right).toBeLessThan(0.03);
  });

  it('keeps open styles off the face', () => {
    const { points } = grow('long-straight', { strands: 3000 });
    let over = 0;
    // Before the eyes, the nose and the mouth.
    for (let p = 0; p < points.length; p += 3)
      if (Math.abs(points[p]!) < 4.2 && points[p + 1]! < -0.5 && points[p + 1]! > -11 && points[p + 2]! > 5) over++;
    expect(over / (points.length / 3)).toBeLessThan(1e-4);
  });

  it('spreads roots more evenly than chance does', () => {
    const at = roots(buzzed).filter(([, y, z]) => y! > 5 && z! < 3);
    const nearest = at.map((p) =>
      Math.min(...at.map((q) => (p === q ? Infinity : Math.hypot(p[0]! - q[0]!, p[1]! - q[1]!, p[2]! - q[2]!)))),
    );
    // By chance the mean is 0.5 / sqrt(density) (Clark and Evans 1954); a triangular grid has 1.07 / sqrt(density).
    const mean = nearest.reduce((sum, each) => sum + each, 0) / nearest.length;
    const density = 2000 / 557;
    expect(mean * Math.sqrt(density)).toBeGreaterThan(0.58);
  });

  it('has as many strands as asked for on a full scalp, thicker the fewer', () => {
    const [few, many] = [bob, grow('bob', { strands: 4000 })];
    expect(few.radius.length / 1000).toBeCloseTo(1, 1);
    expect(many.radius.length / 4000).toBeCloseTo(1, 1);
    expect(median([...few.radius]) / median([...many.radius])).toBeCloseTo(4 ** 0.8, 1);
    expect(grow('receding-short').radius.length).toBeLessThan(850);
  });

  it('numbers the regions of a style that combines them', () => {
    const both = hairStyleSchema.parse({
      name: 'both',
      scalp: { length: { top: 1 } },
      beard: { length: { chin: 1, cheeks: 1 } },
      brow: {},
    });
    const { region } = growHair(both, options);
    expect([...new Set(region)]).toEqual([0, 1, 2]);
    expect(region.toSorted()).toEqual(region);
  });
});

describe('hairStyleSchema', () => {
  it.each([
    ['nothing that grows', { name: 'bald' }],
    ['a name with spaces', { name: 'Long Hair', scalp: { length: { top: 1 } } }],
    ['an unknown option', { name: 'a', scalp: { length: { top: 1 }, colour: 'red' } }],
    ['a length below 0', { name: 'a', scalp: { length: { top: -1 } } }],
    ['a length that is not a number', { name: 'a', scalp: { length: { top: Number.NaN } } }],
  ])('refuses %s', (_, style) => {
    expect(hairStyleSchema.safeParse(style).success).toBe(false);
  });
});
