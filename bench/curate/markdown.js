/** Tables in Markdown. */

/** @param {readonly string[]} head @param {readonly (readonly (string | number)[])[]} rows @returns {string} */
export function table(head, rows) {
  const line = (cells) => `| ${cells.join(' | ')} |\n`;
  return line(head) + line(head.map((_, i) => (i === 0 ? '---' : '--:'))) + rows.map(line).join('');
}

/** `7/8`. */
export const ratio = (part, whole) => `${part}/${whole}`;

/** Share in per cent; a dash where there is nothing to take a share of. */
export const share = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(0)} %`);
