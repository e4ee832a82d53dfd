/**
 * Which photographs of a folder turned out to be of no use. That is so of a photograph by itself, so once all of them
 * have had their turn in vain no candidate can be kept, and a run ends instead of trying them again.
 */
import type { PairRecord } from '../dataset/record.js';

/** Portraits of a run so far. Rebuilt from the journal. */
export interface Roster {
  add(record: PairRecord): void;
  /** Whether none is left that may be of use. */
  spent(): boolean;
  /** One line on those that are of no use; undefined while there is none. */
  complaint(): string | undefined;
}

/** @param portraits how many there are; undefined for sampled heads, which never come to an end */
export function openRoster(portraits: number | undefined): Roster {
  const troubles = new Map<string, string>();
  const spent = (): boolean => troubles.size === portraits;
  return {
    add({ hair }) {
      if (portraits !== undefined && hair?.trouble !== undefined) troubles.set(hair.portrait, hair.trouble);
    },
    spent,
    complaint() {
      const [first] = troubles.values();
      if (first === undefined) return undefined;
      return spent()
        ? `No portrait can be used, so the run ended early; the first: ${first}`
        : `${troubles.size} of ${portraits} portraits cannot be used, the first: ${first}`;
    },
  };
}
