/** One histogram as inline SVG: kept below, dropped stacked on it, what the gate refuses shaded. */
import type { Band } from '../../pair.js';
import type { Bar, Bars } from './bars.js';
import { count, plain } from './format.js';
import { html, type Markup } from './markup.js';

const WIDTH = 360;
const HEIGHT = 210;
const PLOT = { left: 38, right: 352, top: 30, bottom: 162 } as const;

/** Room that the label of a threshold takes. */
const LABEL_PX = 52;

/** What a chart says. */
export interface ChartOptions {
  /** Unique in the page: prefix of the ids of title and description. */
  readonly id: string;
  /** Name and unit of the values. */
  readonly axis: string;
  readonly band: Band;
  /** What the bars count; `candidates` by default. */
  readonly counted?: string | undefined;
  readonly title: string;
  readonly description: string;
}

/** Draws the bars. Colours come from the style sheet, by class. */
export function chart(bars: Bars, { id, axis, band, counted, title, description }: ChartOptions): Markup {
  const top = niceCeil(Math.max(1, ...bars.bars.map((b) => b.kept + b.dropped)));
  const x = (value: number): number =>
    PLOT.left + ((value - bars.from) / (bars.to - bars.from)) * (PLOT.right - PLOT.left);
  const y = (n: number): number => PLOT.bottom - (n / top) * (PLOT.bottom - PLOT.top);
  const limits = limitsOf(band, bars.whole);
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t ${id}-d">
<title id="${id}-t">${title}</title><desc id="${id}-d">${description}</desc>
${refused(bars, limits, x)}
${(top > 1 ? [top / 2, top] : [top]).map((n) => html`<path class="grid" d="M${PLOT.left} ${px(y(n))}H${PLOT.right}"/>`)}
${[0, top / 2, top].filter(Number.isInteger).map((n) => html`<text class="tick end" x="${PLOT.left - 6}" y="${px(y(n) + 3.5)}">${count(n)}</text>`)}
${bars.bars.map((bar) => column(bar, x, y))}
<path class="base" d="M${PLOT.left} ${PLOT.bottom}H${PLOT.right}"/>
${ticks(bars.from, bars.to).map((t) => html`<path class="base" d="M${px(x(t))} ${PLOT.bottom}v4"/><text class="tick mid" x="${px(x(t))}" y="${PLOT.bottom + 16}">${plain(t)}</text>`)}
${thresholds(bars, band, limits, x)}
<text class="name mid" x="${(PLOT.left + PLOT.right) / 2}" y="${HEIGHT - 8}">${axis}</text>
<text class="name" x="2" y="12">${counted ?? 'candidates'}</text>
</svg>`;
}

function column(bar: Bar, x: (v: number) => number, y: (n: number) => number): Markup | undefined {
  const total = bar.kept + bar.dropped;
  if (total === 0) return undefined;
  const left = x(bar.from) + 0.5;
  const width = Math.max(1, x(bar.to) - x(bar.from) - 1);
  const part = (series: string, from: number, to: number): Markup | false =>
    to > from &&
    html`<rect class="${series}" x="${px(left)}" y="${px(y(to))}" width="${px(width)}" height="${px(y(from) - y(to))}"/>`;
  return html`<g><title>${plain(bar.from)} to ${plain(bar.to)}: ${count(bar.kept)} kept, ${count(bar.dropped)} dropped</title>${part('kept', 0, bar.kept)}${part('dropped', bar.kept, total)}</g>
`;
}

/** Where a band ends on the axis. Whole numbers are accepted or refused with their whole bar: ≥ 1 begins at 0.5. */
function limitsOf({ min, max }: Band, whole: boolean): Band {
  if (!whole) return { min, max };
  return { min: min === undefined ? min : Math.ceil(min) - 0.5, max: max === undefined ? max : Math.floor(max) + 0.5 };
}

/** The parts of the axis that the gate does not accept. */
function refused({ from, to }: Bars, { min, max }: Band, x: (v: number) => number): Markup[] {
  const zone = (a: number, b: number): Markup =>
    html`<rect class="refused" x="${px(x(a))}" y="${PLOT.top}" width="${px(x(b) - x(a))}" height="${PLOT.bottom - PLOT.top}"/>`;
  return [
    ...(min !== undefined && min > from ? [zone(from, Math.min(min, to))] : []),
    ...(max !== undefined && max < to ? [zone(Math.max(max, from), to)] : []),
  ];
}

/**
 * A dashed line at each end of the band, its label on the accepted side, or outside where the band is narrow; an arrow
 * points to an end beyond the axis.
 */
function thresholds({ from, to }: Bars, band: Band, { min, max }: Band, x: (v: number) => number): Markup[] {
  const line = (value: number, label: string, wanted: 'left' | 'right'): Markup[] => {
    if (value < from) return [html`<text class="limit" x="${PLOT.left}" y="${PLOT.top - 4}">\u2190 ${label}</text>`];
    if (value > to) return [html`<text class="limit end" x="${PLOT.right}" y="${PLOT.top - 4}">${label} \u2192</text>`];
    const room = wanted === 'left' ? x(value) - PLOT.left : PLOT.right - x(value);
    const left = room < LABEL_PX ? wanted === 'right' : wanted === 'left';
    return [
      html`<path class="threshold" d="M${px(x(value))} ${PLOT.top - 10}V${PLOT.bottom}"/><text class="limit${left && ' end'}" x="${px(x(value) + (left ? -4 : 4))}" y="${PLOT.top - 4}">${label}</text>`,
    ];
  };
  if (min !== undefined && min === max) return line(min, `= ${plain(min)}`, 'right');
  const narrow = min !== undefined && max !== undefined && x(max) - x(min) < 2 * LABEL_PX;
  return [
    ...(min === undefined ? [] : line(min, `\u2265 ${plain(band.min!)}`, narrow ? 'left' : 'right')),
    ...(max === undefined ? [] : line(max, `\u2264 ${plain(band.max!)}`, narrow ? 'right' : 'left')),
  ];
}

/** Round values on the axis, at most six. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((m) => m * power).find((s) => s >= rough)!;
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Smallest round count that holds `n`: 1, 2, 3, 4, 5, 6, 8, 10, 20, 30, … */
function niceCeil(n: number): number {
  const power = 10 ** Math.floor(Math.log10(n));
  return [1, 2, 3, 4, 5, 6, 8, 10].map((m) => m * power).find((s) => s >= n)!;
}

function px(value: number): string {
  return String(Number(value.toFixed(2)));
}
