import { describe, expect, it } from 'vitest';
import { barsOf } from '../../src/filter/report/bars.js';
import { chart } from '../../src/filter/report/chart.js';
import { bandText, count, move, percent, plain, score } from '../../src/filter/report/format.js';
import { html, render, trusted } from '../../src/filter/report/markup.js';
import { emptySpread, offer, taken } from '../../src/filter/report/spread.js';
import { emptyTally, quantile, type Tally, tally } from '../../src/filter/report/tally.js';
import type { Band } from '../../src/pair.js';

function tallyOf(kept: number[], dropped: number[] = []): Tally {
  const all = emptyTally();
  for (const value of kept) tally(all, value, 'kept');
  for (const value of dropped) tally(all, value, 'dropped');
  return all;
}

describe('tally', () => {
  it('counts the same whatever the order of the values', () => {
    const values = Array.from({ length: 500 }, (_, i) => ((i * 7919) % 503) / 17 - 9);
    const forwards = tallyOf(values);
    const backwards = tallyOf([...values].reverse());
    expect(backwards.exponent).toBe(forwards.exponent);
    expect(new Map([...backwards.bins].sort())).toEqual(new Map([...forwards.bins].sort()));
  });

  it('stays small for many values of any size', () => {
    const all = emptyTally();
    for (let i = 0; i < 20000; i++) tally(all, Math.sin(i) * 10 ** (i % 12), 'kept');
    expect(all.bins.size).toBeLessThanOrEqual(4096);
    expect([...all.bins.values()].reduce((sum, bin) => sum + bin.kept, 0)).toBe(20000);
  });

  it('survives the largest and smallest doubles', () => {
    const bars = barsOf(tallyOf([1e300, -1.5e308, 1.5e308, 0, 5e-324]), {})!;
    expect(bars.below + bars.above + bars.bars.reduce((sum, bar) => sum + bar.kept, 0)).toBe(5);
  });

  it('gives quantiles to within a bin', () => {
    const all = tallyOf(Array.from({ length: 1001 }, (_, i) => i / 1000));
    expect(quantile(all, 0.5)).toBeCloseTo(0.5, 2);
    expect(quantile(all, 0.25)).toBeCloseTo(0.25, 2);
    expect(quantile(tallyOf([3, 3, 3]), 0.5)).toBe(3);
  });
});

describe('barsOf', () => {
  it('counts by hand: width 1/8 over [0, 1], the end 1 in the last bar', () => {
    // Ten values allow 12 bars; [0, 1] needs a width of 1/8. By hand: 0.1 → bar 0; 0.125 → 1; 0.3 → 2; 0.49 → 3; …
    const bars = barsOf(tallyOf([0, 0.1, 0.125, 0.3, 1, 0.99], [0.49, 0.5, 0.62, 0.63]), {})!;
    expect([bars.from, bars.to, bars.bars.length]).toEqual([0, 1, 8]);
    expect(bars.bars.map((b) => b.kept)).toEqual([2, 1, 1, 0, 0, 0, 0, 2]);
    expect(bars.bars.map((b) => b.dropped)).toEqual([0, 0, 0, 1, 2, 1, 0, 0]);
  });

  it('keeps a near threshold in view and a far one out', () => {
    const all = tallyOf([0.4, 0.5, 0.6]);
    const near = barsOf(all, { min: 0.3 })!;
    expect(near.from).toBeLessThanOrEqual(0.3);
    expect(barsOf(all, { max: 100 })!.to).toBeLessThan(1);
  });

  it('counts outliers beside the axis instead of squashing it', () => {
    const bars = barsOf(tallyOf([...Array.from({ length: 99 }, (_, i) => 1 + i / 100), 5000], [-4000]), {})!;
    expect([bars.below, bars.above]).toEqual([1, 1]);
    expect(bars.to - bars.from).toBeLessThan(8);
    expect(bars.bars.reduce((sum, b) => sum + b.kept + b.dropped, 0)).toBe(99);
  });

  it('centres whole numbers on their bar', () => {
    const bars = barsOf(tallyOf([1, 1, 1], [0, 2, 2]), { min: 1, max: 1 })!;
    expect(bars.whole).toBe(true);
    expect(bars.bars.map((b) => [b.from, b.to, b.kept, b.dropped])).toEqual([
      [-0.5, 0.5, 0, 1],
      [0.5, 1.5, 3, 0],
      [1.5, 2.5, 0, 2],
    ]);
  });

  it('draws a single value with room around it, and nothing without values', () => {
    const bars = barsOf(tallyOf([0.5, 0.5]), {})!;
    expect(bars.bars).toHaveLength(3);
    expect(bars.bars[1]).toMatchObject({ from: 0.5, kept: 2 });
    expect(barsOf(emptyTally(), { min: 0 })).toBeUndefined();
  });
});

describe('chart', () => {
  const drawn = (values: number[], band: Band): string => {
    const bars = barsOf(tallyOf(values), band)!;
    return render(chart(bars, { id: 'c', axis: 'seam', band, title: 'Histogram', description: 'd' }));
  };

  it('draws bars and thresholds where the axis says', () => {
    // The axis is [0, 1] over 38 to 352 px: 0.5 lies at 195, the first of eight bars is 39.25 px wide.
    const svg = drawn([0, 0, 0, 1], { min: 0.5 });
    expect(svg).toContain('<path class="threshold" d="M195 ');
    expect(svg).toContain('<rect class="refused" x="38" y="30" width="157" ');
    // Three of at most three candidates: the whole height of 132 px.
    expect(svg).toMatch(/<rect class="kept" x="38.5" y="30" width="[\d.]+" height="132"\/>/);
  });

  it('points to thresholds beyond the axis', () => {
    const svg = drawn([0.4, 0.5, 0.6], { min: -90, max: 90 });
    expect(svg).toContain('\u2190 \u2265 \u221290');
    expect(svg).toContain('\u2264 90 \u2192');
    expect(svg).not.toContain('class="threshold"');
  });
});

describe('spread', () => {
  const spreadOf = (n: number, limit: number): number[] => {
    const items = emptySpread<number>(limit);
    for (let i = 0; i < n; i++) offer(items, i);
    expect(items.items.length).toBeLessThan(2 * Math.max(1, limit));
    return taken(items);
  };

  it('takes all of a short stream and an even sample of a long one', () => {
    expect(spreadOf(3, 4)).toEqual([0, 1, 2]);
    expect(spreadOf(5, 0)).toEqual([]);
    for (const n of [7, 8, 100, 1001]) {
      const sample = spreadOf(n, 4);
      expect(sample).toHaveLength(4);
      const gaps = [...sample, n].slice(1).map((x, i) => x - sample[i]!);
      expect(Math.max(...gaps)).toBeLessThanOrEqual(n / 2);
    }
  });
});

describe('format', () => {
  it('writes numbers the same everywhere', () => {
    expect([count(0), count(1204), count(12345678)]).toEqual(['0', '1,204', '12,345,678']);
    expect([score(0.8), score(-2), score(1234.5), score(0)]).toEqual(['0.800', '\u22122.00', '1,235', '0.00']);
    expect([plain(0.1 + 0.2), plain(-5), move(1.5), percent(0.3122)]).toEqual([
      '0.3',
      '\u22125',
      '+1.50',
      '31.2\u00a0%',
    ]);
  });

  it('says bands in words', () => {
    expect(bandText({ min: 0.5 })).toBe('at least 0.5');
    expect(bandText({ max: 5 }, 'degrees')).toBe('at most 5 degrees');
    expect(bandText({ min: 0.6, max: 1.6 })).toBe('0.6 to 1.6');
    expect(bandText({ min: 1, max: 1 })).toBe('exactly 1');
    expect(bandText({})).toBe('any value');
  });
});

describe('html', () => {
  it('escapes text, in content and in attributes, and nothing twice', () => {
    const hostile = `<script>"'\`&`;
    expect(render(html`<a title="${hostile}">${hostile}</a>`)).toBe(
      '<a title="&lt;script&gt;&quot;&#39;&#96;&amp;">&lt;script&gt;&quot;&#39;&#96;&amp;</a>',
    );
    expect(render(html`${html`<b>${'<'}</b>`}${[trusted('<i>'), undefined, false, 7]}`)).toBe('<b>&lt;</b><i>7');
  });

  it('replaces what no page may hold', () => {
    expect(render(html`${'a\u0000b\ud800c\u{1f600}\n'}`)).toBe('a\ufffdb\ufffdc\u{1f600}\n');
  });
});
