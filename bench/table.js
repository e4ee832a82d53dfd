/** The table that a bench prints: what was measured, its value, and the aim where there is one. */

/**
 * @typedef {object} Row
 * @property {string} name What was measured; a row without a value is the title of a section.
 * @property {string} [value]
 * @property {string} [aim] The aim in words.
 * @property {boolean} [met] Whether the aim is met.
 */

/** @param {readonly Row[]} rows @returns {string} */
export function formatTable(rows) {
  const cells = rows.map(({ name, value, aim = '', met }) =>
    value === undefined
      ? [`\n${name}`, '', '', '']
      : [`  ${name}`, value, aim, met === undefined ? '' : met ? 'met' : 'MISSED'],
  );
  const widths = [0, 1, 2].map((c) => Math.max(...cells.map((row) => row[c].length)));
  return cells
    .map(([name, value, aim, met]) =>
      `${name.padEnd(widths[0])}  ${value.padStart(widths[1])}  ${aim.padEnd(widths[2])}  ${met}`.trimEnd(),
    )
    .join('\n')
    .concat('\n');
}

/** @param {number} x @param {number} [digits] */
export const number = (x, digits = 1) => x.toFixed(digits);

/** @param {number} share 0 to 1 */
export const percent = (share) => `${(100 * share).toFixed(1)} %`;
