/** What grown pairs are a function of, apart from where it lies on this machine. */
import type { Counted } from '../dataset/canonical.js';
import type { GrowBench } from './bench.js';

/**
 * The recipe with portraits, templates and colours by name and hash in place of their paths: a run may be gone on with
 * from another folder, or with a path that is spelt differently.
 */
export function identityOf({
  recipe,
  templates,
  colours,
}: Pick<GrowBench, 'recipe' | 'templates' | 'colours'>): Counted & object {
  const { portraits: _path, ...rest } = recipe;
  const names = { templates: templates.map(({ name }) => name), colours: colours.map(({ name }) => name) };
  return { ...rest, ...names };
}
