/** Shrinking luma by area: the one size at which pictures of all sizes are compared. */
import type { Levels } from './look.js';

/**
 * Shrinks until the longer side is at most `longest` px: each new pixel is the mean of the area that it covers, parts
 * of pixels by their share (OpenCV's INTER_AREA), which does not alias at any factor. Rounded to
 * levels. Never enlarges; a picture that is small enough is returned itself.
 */
export function shrink(levels: Levels, longest: number): Levels {
  const { data, width, height } = levels;
  const scale = Math.min(1, longest / Math.max(width, height));
  if (scale === 1) return levels;
  const newWidth = Math.max(1, Math.round(width * scale));
  const newHeight = Math.max(1, Math.round(height * scale));
  const small = new Uint8Array(newWidth * newHeight);
  const columns = spans(width, newWidth);
  const rows = spans(height, newHeight);
  const share = (newWidth / width) * (newHeight / height);
  const line = new Float64Array(width);
  for (let v = 0; v < newHeight; v++) {
    line.fill(0);
    const { first, last, head, tail } = rows[v]!;
    for (let y = first; y <= last; y++) {
      const weight = y === first ? head : y === last ? tail : 1;
      const row = y * width;
      for (let x = 0; x < width; x++) line[x]! += weight * data[row + x]!;
    }
    for (let u = 0; u < newWidth; u++) {
      const span = columns[u]!;
      let sum = span.head * line[span.first]!;
      for (let x = span.first + 1; x < span.last; x++) sum += line[x]!;
      if (span.last > span.first) sum += span.tail * line[span.last]!;
      small[v * newWidth + u] = Math.round(sum * share);
    }
  }
  return { data: small, width: newWidth, height: newHeight };
}

/** Pixels that each new pixel covers, and the covered shares of the first and the last of them. */
interface Span {
  readonly first: number;
  readonly last: number;
  readonly head: number;
  readonly tail: number;
}

function spans(from: number, to: number): Span[] {
  return Array.from({ length: to }, (_, i) => {
    const start = (i * from) / to;
    const end = ((i + 1) * from) / to;
    const first = Math.floor(start);
    const last = Math.min(from - 1, Math.ceil(end) - 1);
    return { first, last, head: Math.min(end, first + 1) - start, tail: end - last };
  });
}
