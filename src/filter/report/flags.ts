/** Which gates deserve distrust, and the sentence on each kind. */
import type { YieldRow } from '../../dataset/stats.js';
import { shareOf } from './format.js';
import { html, type Markup } from './markup.js';

/** A gate that drops a larger share than this on its own is flagged. */
const STRICT_SHARE = 0.5;

/** What is odd about a gate. */
export type Flag = 'drops most' | 'drops nothing' | 'not applied';

/** The gate's flag, if it has one. */
export function flagOf({ tried, wouldDrop }: YieldRow): Flag | undefined {
  if (tried === 0) return 'not applied';
  if (shareOf(wouldDrop, tried) > STRICT_SHARE) return 'drops most';
  return wouldDrop === 0 ? 'drops nothing' : undefined;
}

/** A note for each flag that occurs, in the order of `meaning`: the gates that have it, and what it means. */
export function flagNotes(rows: readonly YieldRow[], meaning: Readonly<Partial<Record<Flag, string>>>): Markup[] {
  return (Object.keys(meaning) as Flag[]).flatMap((flag) => {
    const flagged = rows.filter((row) => flagOf(row) === flag).map((row) => row.gate);
    if (flagged.length === 0) return [];
    return [
      html`<p class="note"><span class="badge">${flag}</span> <b>${flagged.join(', ')}</b>. ${meaning[flag]}</p>\n`,
    ];
  });
}
