/** The pixels i that pass a test, as a set of 0 and 1. Allocates; a plain loop, as in src/image/region.ts. */
export function setOf(count: number, passes: (i: number) => boolean): Uint8Array {
  const set = new Uint8Array(count);
  for (let i = 0; i < count; i++) set[i] = passes(i) ? 1 : 0;
  return set;
}
