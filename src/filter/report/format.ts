/** Numbers as words of the report. Fixed rules instead of a locale: the same report on every machine. */
import type { Band } from '../../pair.js';

/** 1204 → `1,204`. */
export function count(n: number): string {
  return String(Math.round(n)).replace(/\B(?=(\d{3})+$)/g, ',');
}

/** A score with three significant digits, trailing zeros kept so that columns line up: 0.8 → `0.800`, −2 → `−2.00`. */
export function score(x: number): string {
  const text = Math.abs(x) >= 1000 ? count(Math.abs(x)) : Math.abs(x).toPrecision(3);
  return x < 0 ? `\u2212${text}` : text;
}

/** A number as a person would write it, for thresholds and axis ticks: 0.5 → `0.5`, −2 → `−2`. */
export function plain(x: number): string {
  return String(Number(x.toPrecision(6))).replaceAll('-', '\u2212');
}

/** A signed move: 1.5 → `+1.50`. */
export function move(x: number): string {
  return x > 0 ? `+${score(x)}` : score(x);
}

/** A share of one as per cent: 0.3122 → `31.2 %`. */
export function percent(share: number): string {
  return `${(100 * share).toFixed(1)}\u00a0%`;
}

/** `part` of `whole`; 0 where there is nothing to divide by. */
export function shareOf(part: number, whole: number): number {
  return whole > 0 ? part / whole : 0;
}

/** A band in words: `at least 0.5`, `at most 5 degrees`, `0.6 to 1.6`. */
export function bandText(band: Band | undefined, unit = ''): string {
  const suffix = unit ? ` ${unit}` : '';
  if (band?.min !== undefined && band.min === band.max) return `exactly ${plain(band.min)}${suffix}`;
  if (band?.min !== undefined && band.max !== undefined) return `${plain(band.min)} to ${plain(band.max)}${suffix}`;
  if (band?.min !== undefined) return `at least ${plain(band.min)}${suffix}`;
  if (band?.max !== undefined) return `at most ${plain(band.max)}${suffix}`;
  return 'any value';
}

/** Whether a value lies in a band; both ends belong to it. */
export function inBand(x: number, band: Band): boolean {
  return (band.min === undefined || x >= band.min) && (band.max === undefined || x <= band.max);
}
