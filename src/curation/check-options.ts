/** Refuses options of a curation that would have no effect, or name what is not there. */
import { closest } from 'fastest-levenshtein';
import type { MeasureOptions } from '../curate-options.js';
import { DiptychError } from '../errors.js';
import { groupOf } from '../filter/metrics/index.js';
import type { PackManifest } from '../pack/manifest.js';

/** @throws DiptychError E_USAGE for options that would have no effect */
export function checkOptions({ align, size, faces }: MeasureOptions): void {
  if (size !== undefined && align === 'none') {
    throw new DiptychError('E_USAGE', `Expected --align ffhq with --size but received --size ${size} alone`);
  }
  if (align !== 'none' && !faces) {
    throw new DiptychError('E_USAGE', 'Expected faces to align by but received --no-faces');
  }
}

/** @throws DiptychError E_USAGE for an attribute that the pack does not score */
export function checkAttribute(attribute: string | undefined, { scorers }: PackManifest): void {
  const names = scorers.attributes?.attributes.map((a) => a.name) ?? [];
  const known = [...new Set([...names, ...names.map(groupOf)])];
  if (attribute === undefined || known.length === 0 || known.includes(attribute)) return;
  throw new DiptychError('E_USAGE', `Expected an attribute of the pack for --attribute but received ${attribute}`, {
    hint: `Did you mean ${closest(attribute, known)}? The pack scores ${known.join(', ')}`,
  });
}
