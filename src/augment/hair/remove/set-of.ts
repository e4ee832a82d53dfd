/** The pixels i that pass a test, as a set of 0 and 1. Allocates; a plain loop, as in src/image/region.ts. */
export function setOf(count: number, passes: (i: number) => boolean): Uint8Array {
  const set = new Uint8Array(count);
  for (let i = 0; i < count; i++) set[i] = passes(i) ? 1 : 0;
  return set;
}

/** The set with all pixels that lie within `px` rows and columns of it. Allocates. */
export function widened(set: Uint8Array, width: number, height: number, px: number): Uint8Array {
  const reach = Math.round(px);
  const rows = new Uint8Array(set.length);
  const out = new Uint8Array(set.length);
  for (let y = 0; y < height; y++) {
    const row = y * width;
    // One past the last pixel that is known to be near a set one.
    let done = 0;
    for (let x = 0; x < width; x++) {
      if (!set[row + x]) continue;
      const end = Math.min(width, x + reach + 1);
      rows.fill(1, row + Math.max(done, x - reach), row + end);
      done = end;
    }
  }
  const until = new Int32Array(width).fill(-1);
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (rows[i]) until[x] = y + reach;
      if (y <= until[x]!) out[i] = 1;
    }
  }
  until.fill(height);
  for (let y = height - 1; y >= 0; y--) {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      if (rows[i]) until[x] = y - reach;
      if (y >= until[x]!) out[i] = 1;
    }
  }
  return out;
}
