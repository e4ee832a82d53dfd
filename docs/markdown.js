/** The little Markdown that the reference needs. */

/**
 * A table with columns of one width, as the formatter of the project writes it.
 * @param {readonly string[]} head @param {readonly (readonly string[])[]} rows
 */
export function table(head, rows) {
  const cells = [head, ...rows].map((row) => row.map((cell) => cell.replaceAll('|', '\\|')));
  const widths = head.map((_, c) => Math.max(3, ...cells.map((row) => row[c].length)));
  const line = (row) => `| ${row.map((cell, c) => cell.padEnd(widths[c])).join(' | ')} |`;
  const [first, ...others] = cells.map(line);
  return [first, line(widths.map((width) => '-'.repeat(width))), ...others].join('\n');
}

/** @param {unknown} value */
export const code = (value) => `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;

/** An interval as the command line writes it. @param {{ min?: number, max?: number } | undefined} band */
export const interval = (band) => (band ? code(`${band.min ?? ''}..${band.max ?? ''}`) : '');
