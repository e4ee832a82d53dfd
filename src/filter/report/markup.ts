/**
 * HTML by tagged template. Every value is escaped unless it is itself markup, so a hostile string in a record,
 * recipe or pack cannot become an element, an attribute or a script.
 */

const MARKUP = Symbol('markup');

/** Text that is safe to place in a page as it is. Only `html` and `trusted` make it; JSON cannot. */
export interface Markup {
  readonly [MARKUP]: string;
}

/** What a template accepts: text to escape, markup, or a list of both. `undefined` and `false` leave nothing. */
export type Content = string | number | false | undefined | Markup | readonly Content[];

/** Builds markup, escaping every value for element content and for double-quoted attributes. */
export function html(parts: TemplateStringsArray, ...values: readonly Content[]): Markup {
  let text = parts[0] ?? '';
  for (const [i, value] of values.entries()) text += render(value) + (parts[i + 1] ?? '');
  return { [MARKUP]: text };
}

/** Marks a constant of our own (style sheet, script) as markup. Never call it with data. */
export function trusted(text: string): Markup {
  return { [MARKUP]: text };
}

/** The characters of a value as they stand in the page. */
export function render(value: Content): string {
  if (value === undefined || value === false) return '';
  if (typeof value === 'string') return escapeText(value);
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(render).join('');
  return (value as Markup)[MARKUP];
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '`': '&#96;',
};

/** Control characters (a NUL is a parse error) and lone surrogates (not UTF-8) become U+FFFD, as a browser shows them. */
function escapeText(text: string): string {
  return text.replace(/[&<>"'`]/g, (c) => ENTITIES[c]!).replace(FORBIDDEN, '\ufffd');
}

const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}/gu;
