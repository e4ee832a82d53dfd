/** Makes keys unique in little memory: 53 bits a key, so a million take 16 MB. */

/** Tells whether a key was seen before; two of a million differing keys are taken for one with a chance of 1 in 18,000. */
export interface KeySet {
  /** Adds the key; false where it was there already. */
  add(key: string): boolean;
}

/** An empty set. */
export function keySet(): KeySet {
  let slots = new Float64Array(1024);
  let count = 0;
  const put = (table: Float64Array, hash: number): boolean => {
    let at = hash % table.length;
    while (table[at] !== 0) {
      if (table[at] === hash) return false;
      at = (at + 1) % table.length;
    }
    table[at] = hash;
    return true;
  };
  return {
    add(key) {
      if (2 * count >= slots.length) {
        const larger = new Float64Array(2 * slots.length);
        for (const hash of slots) if (hash !== 0) put(larger, hash);
        slots = larger;
      }
      const added = put(slots, hash53(key));
      if (added) count++;
      return added;
    },
  };
}

/** `key`, or `key#<number>` where it was seen before. */
export function uniqueKey(seen: KeySet, key: string, number: number): string {
  if (seen.add(key)) return key;
  const numbered = `${key}#${number}`;
  return seen.add(numbered) ? numbered : uniqueKey(seen, numbered, number);
}

/** 53 bits of a string, never 0: two multiplicative hashes of 32 bits (bryc, cyrb53, public domain). */
function hash53(text: string): number {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 2654435761);
    low = Math.imul(low ^ unit, 1597334677);
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909);
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909);
  return 4294967296 * (2097151 & low) + (high >>> 0) || 1;
}
