/** Whether hair hangs in the air. */
import { type GrownMetric, type GrownView, HAIR } from './metric.js';

/** Strands thin out towards the tip and are seen in dashes: what is so faint still holds the rest. */
const FAINT = 0.06;

/** Hair that no path over other hair joins to the head or to the skin that it grows on. */
export const floaters: GrownMetric = {
  name: 'floaters',
  unit: 'share',
  direction: 'lower',
  range: [0, 1],
  describe: 'Share of the hair that is joined neither to the head nor to hair on it.',
  measure: (view) => {
    const { alpha, head, growth } = view;
    if (!head && !growth) return undefined;
    const held = heldBy(view);
    let hair = 0;
    let loose = 0;
    for (let i = 0; i < held.length; i++) {
      if (alpha.data[i]! < HAIR) continue;
      hair++;
      if (!held[i]) loose++;
    }
    return hair === 0 ? undefined : loose / hair;
  },
};

/** Pixels of hair reached from the head, over eight neighbours, [H, W] of 0 and 1. */
function heldBy({ alpha: { data, width, height }, head, growth }: GrownView): Uint8Array {
  const held = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  let top = 0;
  for (let i = 0; i < data.length; i++) {
    const onHead = (head !== undefined && head.data[i]! >= 0.5) || (growth !== undefined && growth.data[i]! > 0);
    if (!onHead || data[i]! < FAINT) continue;
    held[i] = 1;
    stack[top++] = i;
  }
  while (top > 0) {
    const at = stack[--top]!;
    const x = at % width;
    const y = (at - x) / width;
    for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
      for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
        const next = ny * width + nx;
        if (held[next] || data[next]! < FAINT) continue;
        held[next] = 1;
        stack[top++] = next;
      }
    }
  }
  return held;
}
