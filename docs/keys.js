/** A JSON schema of a recipe → one row a key: type, range, default, flag and description. */
import { code } from './markdown.js';

/** Number beyond which a JSON schema's limit only says that integers end somewhere. */
const NO_LIMIT = Number.MAX_SAFE_INTEGER;

/** Columns of the rows. */
export const KEY_HEAD = ['Key', 'Type', 'Range', 'Default', 'Flag', 'What it does'];

/**
 * Rows of an object's keys, those of nested objects under their dotted names.
 * @param {any} schema JSON schema of an object.
 * @param {Readonly<Record<string, string>>} flags Flags by key.
 * @param {string} [prefix] Dotted name of the object, with its dot.
 * @returns {string[][]}
 */
export function keyRows(schema, flags, prefix = '') {
  return Object.entries(schema.properties).flatMap(([key, value]) => {
    const name = prefix + key;
    if (isSection(value)) return keyRows(value, flags, `${name}.`);
    const required = schema.required?.includes(key);
    const fallback = value.default === undefined ? (required ? 'required' : 'none') : code(value.default);
    const flag = flags[name] ? code(flags[name]) : '';
    const row = [code(name), typeOf(value), rangeOf(value), fallback, flag, value.description ?? ''];
    return isSection(value.items) ? [row, ...keyRows(value.items, flags, `${name}[].`)] : [row];
  });
}

/** An object with keys of its own to explain; a band is a value. */
const isSection = (schema) => schema?.properties !== undefined && !isBand(schema);

const isBand = ({ properties }) => properties !== undefined && Object.keys(properties).join() === 'min,max';

function typeOf(schema) {
  if (schema.anyOf) return schema.anyOf.map(typeOf).join(' or ');
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum) return schema.enum.map(code).join(', ');
  if (isBand(schema)) return '{min, max}';
  if (schema.prefixItems) return `[${schema.prefixItems.map(typeOf).join(', ')}]`;
  if (schema.type === 'array') return isSection(schema.items) ? 'list' : `list of ${typeOf(schema.items)}`;
  if (schema.additionalProperties) return `name: ${typeOf(schema.additionalProperties)}`;
  return schema.type;
}

function rangeOf(schema) {
  if (schema.items && !isSection(schema.items)) return rangeOf(schema.items);
  if (schema.pattern) return code(schema.pattern);
  const { minimum: low, maximum: high } = schema;
  const top = high === NO_LIMIT ? undefined : high;
  if (low === undefined && top === undefined) return '';
  if (top === undefined) return `≥ ${low}`;
  return low === undefined ? `≤ ${top}` : `${low} to ${top}`;
}
