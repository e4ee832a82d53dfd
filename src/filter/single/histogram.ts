/** Statistics of 256 counts by level. */

/** Share of counts at the levels `from` to `to`, both included, 0..1. */
export function shareBetween(histogram: Int32Array, from: number, to: number): number {
  let within = 0;
  for (let level = from; level <= to; level++) within += histogram[level]!;
  return within / total(histogram);
}

/** The lowest level that a share of the counts does not exceed. */
export function levelAt(histogram: Int32Array, share: number): number {
  const rank = share * total(histogram);
  let below = 0;
  for (let level = 0; level < histogram.length; level++) {
    below += histogram[level]!;
    if (below >= rank && below > 0) return level;
  }
  return histogram.length - 1;
}

/** Standard deviation in levels, of the whole population. */
export function deviation(histogram: Int32Array): number {
  const n = total(histogram);
  let sum = 0;
  let squares = 0;
  for (let level = 0; level < histogram.length; level++) {
    sum += histogram[level]! * level;
    squares += histogram[level]! * level * level;
  }
  return Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2));
}

/** Shannon entropy in bits, 0..8. */
export function bits(histogram: Int32Array): number {
  const n = total(histogram);
  let sum = 0;
  for (const count of histogram) if (count > 0) sum += (count / n) * Math.log2(n / count);
  return sum;
}

function total(histogram: Int32Array): number {
  let sum = 0;
  for (const count of histogram) sum += count;
  return sum;
}
