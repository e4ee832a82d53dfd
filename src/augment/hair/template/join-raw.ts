/** Several sets of strands as one. Pure. */
import { checkCount, type RawStrands } from './template.js';

/** Strands of all parts in their order; thickness when every part has it. @throws DiptychError E_DATASET beyond MAX_POINTS. */
export function joinRaw(parts: readonly RawStrands[], name: string): RawStrands {
  if (parts.length === 1) return parts[0]!;
  const total = (of: (part: RawStrands) => number): number => parts.reduce((sum, part) => sum + of(part), 0);
  const count = total((part) => part.points.length / 3);
  checkCount(count, name);
  const points = new Float32Array(count * 3);
  const first = new Uint32Array(total((part) => part.first.length - 1) + 1);
  const thickness = new Float32Array(first.length - 1);
  let [point, strand] = [0, 0];
  for (const part of parts) {
    points.set(part.points, point * 3);
    if (part.thickness) thickness.set(part.thickness, strand);
    for (let s = 1; s < part.first.length; s++) first[++strand] = point + part.first[s]!;
    point += part.points.length / 3;
  }
  return parts.every((part) => part.thickness) ? { points, first, thickness } : { points, first };
}
