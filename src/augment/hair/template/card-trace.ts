/** A line of constant UV coordinate over a card. Pure. */
import type { Card } from './cards.js';

/** Where the line crosses an edge of the card's triangles. */
interface Crossing {
  /** x, y, z, u, v. */
  readonly at: readonly number[];
  readonly next: number[];
}

/**
 * The lines on which the coordinate across the card is `lane`, each [points, 5] of x, y, z, u, v, root first. Where UV folds
 * back or a card has holes there are several. A vertex on the line counts as above it, so that every triangle has two
 * crossed edges or none.
 *
 * @param triangles Corners of those of the card's triangles that may cross the line.
 */
export function traceLane(card: Card, triangles: readonly number[], lane: number): Float32Array[] {
  const { mesh, along } = card;
  const across = 1 - along;
  const crossings = new Map<number, Crossing>();
  const cross = (a: number, b: number): number => {
    const [low, high] = a < b ? [a, b] : [b, a];
    const key = low * 2 ** 26 + high;
    if (crossings.has(key)) return key;
    const [from, to] = [mesh.uv[low * 2 + across]!, mesh.uv[high * 2 + across]!];
    const t = (lane - from) / (to - from);
    const mix = (array: Float32Array, size: number, k: number): number =>
      array[low * size + k]! + t * (array[high * size + k]! - array[low * size + k]!);
    const at = [0, 1, 2].map((k) => mix(mesh.positions, 3, k)).concat([0, 1].map((k) => mix(mesh.uv, 2, k)));
    crossings.set(key, { at, next: [] });
    return key;
  };

  for (let t = 0; t < triangles.length; t += 3) {
    const corners = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!] as const;
    const above = corners.map((vertex) => mesh.uv[vertex * 2 + across]! >= lane);
    const lone = above.findIndex((each, i) => each !== above[(i + 1) % 3] && each !== above[(i + 2) % 3]);
    if (lone < 0) continue;
    const a = cross(corners[lone]!, corners[(lone + 1) % 3]!);
    const b = cross(corners[lone]!, corners[(lone + 2) % 3]!);
    crossings.get(a)!.next.push(b);
    crossings.get(b)!.next.push(a);
  }

  const lines: Float32Array[] = [];
  const seen = new Set<number>();
  for (const [start, { next }] of crossings) {
    if (next.length !== 1 || seen.has(start)) continue;
    const chain: (readonly number[])[] = [];
    for (let key: number | undefined = start; key !== undefined; ) {
      seen.add(key);
      const crossing: Crossing = crossings.get(key)!;
      chain.push(crossing.at);
      key = crossing.next.find((each) => !seen.has(each));
    }
    const rising = chain[0]![3 + along]! <= chain.at(-1)![3 + along]!;
    if (rising !== card.rootLow) chain.reverse();
    lines.push(Float32Array.from(chain.flat()));
  }
  return lines;
}
