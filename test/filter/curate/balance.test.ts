import { describe, expect, it } from 'vitest';
import { type BalanceAxis, balance } from '../../../src/filter/curate/balance.js';
import { binsOf, readerOf } from '../../../src/filter/curate/bins.js';
import { KeyList } from '../../../src/filter/curate/keys.js';
import { single } from './measurements.js';

function axisOf(attribute: string, values: readonly number[]): BalanceAxis {
  const column = Float32Array.from(values);
  return { attribute, values: column, bins: binsOf(readerOf(attribute), column) };
}

function run(axes: BalanceAxis[], seed = 0, slack = 1) {
  const size = axes[0]!.values.length;
  const keys = new KeyList();
  for (let row = 0; row < size; row++) keys.set(row, `k${row}`);
  const kept = Uint32Array.from({ length: size }, (_, i) => i);
  return balance(kept, size, axes, keys, seed, slack);
}

describe('readerOf', () => {
  it('reads what the pack says, else a score, else a tag', () => {
    const age = readerOf('age');
    expect(age.read(single(0, { scores: { 'attribute.age': 30, age: 40 } }))).toBe(30);
    expect(age.read(single(0, { scores: { age: 40 } }))).toBe(40);
    expect(age.read(single(0, { tags: { age: 50 } }))).toBe(50);
    expect(age.read(single(0))).toBeNaN();
    expect(readerOf('gender').read(single(0, { scores: { 'attribute.male': 0.9 } }))).toBe(0.9);
    const tag = readerOf('gender');
    expect(['f', 'm', 'f'].map((gender) => tag.read(single(0, { tags: { gender } })))).toEqual([0, 1, 0]);
    expect(binsOf(tag, Float32Array.of(0, 1)).labels).toEqual(['f', 'm']);
  });

  it('refuses a tag that is a name', () => {
    const { read } = readerOf('prompt');
    const all = () => Array.from({ length: 257 }, (_, i) => read(single(i, { tags: { prompt: `p${i}` } })));
    expect(all).toThrow('at most 256 values');
  });
});

describe('binsOf', () => {
  it('has the edges of years, and even ones where the scale is not known', () => {
    const age = binsOf(readerOf('age'), new Float32Array());
    expect([9.9, 10, 19, 70, 99].map((x) => age.labels[age.binOf(x)])).toEqual([
      'below 10',
      '10 to 20',
      '10 to 20',
      '70 and more',
      '70 and more',
    ]);
    const values = Float32Array.from({ length: 601 }, (_, i) => i);
    // 1 % and 99 % of 0..600 are 6 and 594: six bins of 98.
    expect(binsOf(readerOf('foo'), values).labels).toEqual([
      'below 104',
      '104 to 202',
      '202 to 300',
      '300 to 398',
      '398 to 496',
      '496 and more',
    ]);
    expect(binsOf(readerOf('foo'), Float32Array.of(3, 3)).labels).toEqual(['all']);
  });
});

describe('balance', () => {
  const ages = [...Array(10).fill(25), ...Array(6).fill(35), ...Array(4).fill(45), Number.NaN];

  it('keeps as many of each bin as the smallest has, and apart what has no value', () => {
    const { dropped, rows } = run([axisOf('age', ages)]);
    expect(rows.filter((row) => row.before > 0)).toEqual([
      { bin: 'age 20 to 30', before: 10, after: 4 },
      { bin: 'age 30 to 40', before: 6, after: 4 },
      { bin: 'age 40 to 50', before: 4, after: 4 },
      { bin: 'not measured', before: 1, after: 1 },
    ]);
    expect(dropped.reduce((a, b) => a + b)).toBe(8);
    expect(dropped[20]).toBe(0);
    expect(run([axisOf('age', ages)], 0, 1.5).rows.map((row) => row.after)).toEqual([0, 0, 6, 6, 4, 0, 0, 0, 1]);
  });

  it('does not let a rare bin decide, and keeps it whole', () => {
    const { rows } = run([axisOf('age', [...Array(60).fill(25), ...Array(40).fill(35), 75])]);
    expect(rows.filter((row) => row.before > 0).map((row) => row.after)).toEqual([40, 40, 1]);
  });

  it('chooses by seed and key, whatever else there is', () => {
    const choice = (seed: number, values: readonly number[]) => [...run([axisOf('age', values)], seed).dropped];
    expect(choice(0, ages)).toEqual(choice(0, ages));
    expect(choice(0, ages)).not.toEqual(choice(1, ages));
    expect(choice(0, [...ages, 95, 95, 95, 95]).slice(0, 21)).toEqual(choice(0, ages));
  });

  it('balances two attributes by their cells', () => {
    const { rows } = run([
      axisOf('gender', [0, 0, 0, 1, 1, 0, 0, Number.NaN]),
      axisOf('yaw', [0, 0, 0, 0, 0, 15, 15, 0]),
    ]);
    expect(rows).toEqual([
      { bin: 'gender female, yaw -10 to 10', before: 3, after: 2 },
      { bin: 'gender female, yaw 10 to 25', before: 2, after: 2 },
      { bin: 'gender male, yaw -10 to 10', before: 2, after: 2 },
      { bin: 'not measured', before: 1, after: 1 },
    ]);
  });
});
