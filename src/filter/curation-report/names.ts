/** Names out of a dataset, which may be long, invisible or written to deceive, as a person can read them. */

/**
 * Format and control characters, such as U+202E, which turns the direction of writing so that `gpj.exe` reads as
 * `exe.jpg`, line ends, and lone surrogates.
 */
const INVISIBLE = /[\p{Cf}\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/gu;

/** Characters of a name that are shown, and that a tooltip holds. */
const SHOWN = 96;
const TOOLTIP = 256;

/** A name with what is invisible spelt out as `\u{202e}`, at most `limit` characters: the middle is left out. */
export function readable(name: string, limit = SHOWN): string {
  const spelt = [...spell(name.length > 4 * limit ? name.slice(0, 2 * limit) + name.slice(-2 * limit) : name)];
  if (spelt.length <= limit) return spelt.join('');
  const head = Math.floor((limit - 1) / 3);
  return `${spelt.slice(0, head).join('')}\u2026${spelt.slice(spelt.length - (limit - 1 - head)).join('')}`;
}

/** The end of a name, which tells files of a folder apart, at most `limit` characters. */
export function ending(name: string, limit: number): string {
  const spelt = [...spell(name.slice(-2 * limit))];
  return spelt.length <= limit && name.length <= 2 * limit
    ? spelt.join('')
    : `\u2026${spelt.slice(1 - limit).join('')}`;
}

/** What a tooltip says of a name that is not shown in full; undefined where `shown` says it all. */
export function tooltip(name: string, shown: string): string | undefined {
  return name === shown ? undefined : readable(name, TOOLTIP);
}

function spell(name: string): string {
  return name.replace(INVISIBLE, (c) => `\\u{${c.codePointAt(0)!.toString(16)}}`);
}
