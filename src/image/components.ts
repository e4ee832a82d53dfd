/** Connected components of a label map: runs of equal labels that touch, diagonals included. */
import type { LabelMap } from '../pair.js';

/** A connected region of one class. */
export interface Component {
  readonly label: number;
  /** Number of pixels. */
  readonly area: number;
}

/** All components in scan order of their first pixel. Eight neighbours; O(width · height). */
export function components(map: LabelMap): Component[] {
  const { data, width, height } = map;
  const seen = new Uint8Array(data.length);
  const stack = new Int32Array(data.length);
  const found: Component[] = [];
  for (let start = 0; start < data.length; start++) {
    if (seen[start]) continue;
    const label = data[start]!;
    let area = 0;
    let top = 0;
    stack[top++] = start;
    seen[start] = 1;
    while (top > 0) {
      const at = stack[--top]!;
      area++;
      const x = at % width;
      const y = (at - x) / width;
      for (let ny = Math.max(0, y - 1); ny <= Math.min(height - 1, y + 1); ny++) {
        for (let nx = Math.max(0, x - 1); nx <= Math.min(width - 1, x + 1); nx++) {
          const next = ny * width + nx;
          if (seen[next] || data[next] !== label) continue;
          seen[next] = 1;
          stack[top++] = next;
        }
      }
    }
    found.push({ label, area });
  }
  return found;
}
