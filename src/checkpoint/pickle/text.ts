/** Numbers and texts as pickles write them. Format: the docstrings of CPython's Lib/pickletools.py. */

/** As a number where that is exact, else as a bigint. */
export function integer(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}

/** Two's complement, little-endian; no bytes mean 0: ff → -1, ff 00 → 255. */
export function littleInteger(bytes: Uint8Array): number | bigint {
  if (bytes.length === 0) return 0;
  const hex = Buffer.from(bytes).reverse().toString('hex');
  return integer(BigInt.asIntN(8 * bytes.length, BigInt(`0x${hex}`)));
}

/** Decimal, Python 2's `L` allowed at the end; undefined for anything else. */
export function decimalInteger(text: string): number | bigint | undefined {
  return /^[+-]?\d+L?$/.test(text) ? integer(BigInt(text.replace('L', '').replace('+', ''))) : undefined;
}

/** Python's `repr` of a float, `nan` and `inf` included; undefined for anything else. */
export function decimalFloat(text: string): number | undefined {
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(text)) return Number(text);
  if (/^[+-]?nan$/i.test(text)) return Number.NaN;
  if (/^[+-]?inf$/i.test(text)) return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return undefined;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Undefined where it is not UTF-8. */
export function utf8(bytes: Uint8Array): string | undefined {
  try {
    return UTF8.decode(bytes);
  } catch {
    return undefined;
  }
}

export const latin1 = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Python's raw-unicode-escape: latin-1, but for `\uXXXX` and `\UXXXXXXXX`; undefined where one is out of range. */
export function rawUnicodeEscape(bytes: Uint8Array): string | undefined {
  let valid = true;
  const text = latin1(bytes).replace(/\\(?:u([\da-fA-F]{4})|U([\da-fA-F]{8}))/g, (_, four, eight) => {
    const point = Number.parseInt(four ?? eight, 16);
    valid &&= point <= 0x10ffff;
    return valid ? String.fromCodePoint(point) : '';
  });
  return valid ? text : undefined;
}

/** Python 2's `repr` of a str, quotes included: one character a byte; undefined where the quotes do not match. */
export function unquoted(bytes: Uint8Array): string | undefined {
  const quoted = latin1(bytes).trim();
  const quote = quoted[0];
  if (quoted.length < 2 || (quote !== "'" && quote !== '"') || !quoted.endsWith(quote)) return undefined;
  return quoted
    .slice(1, -1)
    .replace(/\\(?:x([\da-fA-F]{2})|([0-7]{1,3})|(.))/g, (whole, hex?: string, octal?: string, char?: string) => {
      if (hex) return String.fromCharCode(Number.parseInt(hex, 16));
      if (octal) return String.fromCharCode(Number.parseInt(octal, 8) & 255);
      return ESCAPES.get(char!) ?? whole;
    });
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['a', '\x07'],
  ['b', '\b'],
  ['f', '\f'],
  ['v', '\v'],
]);
