/** What a dataset says of an item, as far as it goes into a record: plain values by name. */

/** Values of an item by name. */
export type Tags = Readonly<Record<string, string | number>>;

/** Tags that an item may have, and characters that a value may have; what is beyond is left out, so records stay lines. */
const MAX_TAGS = 100;
const MAX_CHARS = 1000;

/** The plain values of an object: strings (cut after 1000 characters), finite numbers, true and false as words. */
export function scalarTags(
  values: Readonly<Record<string, unknown>>,
  leaveOut?: ReadonlySet<string>,
): Tags | undefined {
  const tags: [string, string | number][] = [];
  for (const [name, value] of Object.entries(values)) {
    if (tags.length === MAX_TAGS) break;
    if (name === '' || name.length > MAX_CHARS || leaveOut?.has(name)) continue;
    if (typeof value === 'string') tags.push([name, value.slice(0, MAX_CHARS)]);
    else if (typeof value === 'boolean') tags.push([name, String(value)]);
    else if (typeof value === 'number' && Number.isFinite(value)) tags.push([name, value]);
  }
  return tags.length > 0 ? Object.fromEntries(tags) : undefined;
}

/** A JSON object; undefined for any other text. */
export function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return value !== null && typeof value === 'object' && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}
