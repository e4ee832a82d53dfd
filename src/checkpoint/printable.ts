/** Names that files choose, made fit for one line of an error. */

/** At most 80 characters, control characters (line ends, terminal escapes) replaced by `?`. */
export function printable(name: string): string {
  const short = name.length > 80 ? `${name.slice(0, 79)}…` : name;
  return short.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '?');
}
