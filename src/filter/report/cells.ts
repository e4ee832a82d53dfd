/** Cells of the tables that a reader sorts and filters; browser/table.ts is their script. */
import type { Failure } from '../../pair.js';
import { plain, score } from './format.js';
import { html, type Markup } from './markup.js';

/** Head of a column that sorts by a press. */
export function sortHead(name: string, numeric: boolean): Markup {
  return html`<th scope="col"${numeric && html` class="n"`}><button type="button">${name}</button></th>`;
}

/** A score, marked where a gate refused it; empty where it was not measured. */
export function scoreCell(
  scores: Readonly<Record<string, number>>,
  metric: string,
  failure: Failure | undefined,
): Markup {
  const value = Object.hasOwn(scores, metric) ? scores[metric]! : Number.NaN;
  if (!Number.isFinite(value)) return html`<td class="n"></td>`;
  if (!failure) return html`<td class="n">${score(value)}</td>`;
  return html`<td class="n"><mark title="threshold ${plain(failure.threshold)}">${score(value)}</mark></td>`;
}
