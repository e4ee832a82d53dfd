/** Layers of W+ as people name them. */
import { DiptychError } from '../errors.js';

/**
 * `all`, `3` or `2-5`, the last one included as in SeFa's command line → layers [from, to).
 * @throws DiptychError E_USAGE for anything else, or layers beyond the generator's
 */
export function parseLayers(text: string, numWs: number): [number, number] {
  if (text.trim() === 'all') return [0, numWs];
  const [, first, last = first] = /^\s*(\d+)(?:\s*-\s*(\d+))?\s*$/.exec(text) ?? [];
  const [from, to] = [Number(first), Number(last) + 1];
  if (from < to && to <= numWs) return [from, to];
  throw new DiptychError('E_USAGE', `Expected layers within 0-${numWs - 1} but received ${text}`, {
    hint: 'Write all, one layer such as 3, or a range such as 2-5, which includes both ends',
  });
}

/** Layers [from, to) as `parseLayers` reads them. */
export function formatLayers([from, to]: readonly [number, number], numWs: number): string {
  if (from === 0 && to === numWs) return 'all';
  return to - from === 1 ? `${from}` : `${from}-${to - 1}`;
}
