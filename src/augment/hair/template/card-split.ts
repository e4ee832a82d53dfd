/** A mesh of hair cards → its cards, each with its root found. Pure. */
import { opacityAt } from './card-opacity.js';
import type { Card, CardMesh } from './cards.js';

/** v runs along a card unless it is this much longer along u. */
const U_LONGER = 1.25;
/** Votes that are closer than this share of all are no majority, and each card decides for itself. */
const MAJORITY = 0.15;
/** Ends of a card: this share of its length. */
const END = 0.2;

/**
 * Connected pieces; vertices at one place with one UV count as one.
 *
 * Roots: the cards of a texture are laid out alike, so they vote, by their length: the root is the higher end, and the
 * more opaque one (cards fade towards the tips).
 */
export function splitCards(mesh: CardMesh): Card[] {
  const cards: (Card & { vote: number })[] = [];
  for (const triangles of pieces(mesh)) {
    const card = measure(mesh, triangles);
    if (card) cards.push(card);
  }
  for (const along of [0, 1] as const) {
    const alike = cards.filter((card) => card.along === along);
    const votes = alike.reduce((sum, { vote, length }) => sum + vote * length, 0);
    const all = alike.reduce((sum, { length }) => sum + length, 0);
    if (Math.abs(votes) < MAJORITY * all) continue;
    for (const card of alike) card.vote = votes;
  }
  return cards.map(({ vote, ...card }) => ({ ...card, rootLow: vote >= 0 }));
}

/** Triangles of each connected piece, in the order of their first. */
function pieces({ positions, uv, triangles }: CardMesh): Uint32Array[] {
  const parent = Uint32Array.from({ length: uv.length / 2 }, (_, v) => v);
  const find = (v: number): number => {
    while (parent[v] !== v) {
      parent[v] = parent[parent[v]!]!;
      v = parent[v]!;
    }
    return v;
  };
  // (1) The same vertex, which exporters split where normals differ. The traced lines must meet there as well, so the
  // triangles go on with the first of them.
  const places = new Map<string, number>();
  const same = Uint32Array.from(parent, (v) => {
    const key = `${positions.subarray(v * 3, v * 3 + 3).join()},${uv.subarray(v * 2, v * 2 + 2).join()}`;
    const first = places.get(key) ?? v;
    places.set(key, first);
    return first;
  });
  const welded = triangles.map((vertex) => same[vertex]!);

  // (2) What shares a vertex.
  for (let t = 0; t < welded.length; t += 3) for (const k of [1, 2]) parent[find(welded[t + k]!)] = find(welded[t]!);
  const groups = new Map<number, number[]>();
  for (let t = 0; t + 2 < welded.length; t += 3) {
    const root = find(welded[t]!);
    const group = groups.get(root) ?? [];
    groups.set(root, group);
    group.push(welded[t]!, welded[t + 1]!, welded[t + 2]!);
  }
  return [...groups.values()].map((group) => Uint32Array.from(group));
}

function measure(mesh: CardMesh, triangles: Uint32Array): (Card & { vote: number }) | undefined {
  const { positions, uv } = mesh;
  const range: [number, number][] = [0, 1].map(() => [Infinity, -Infinity]);
  for (const v of triangles)
    for (const k of [0, 1]) {
      range[k]![0] = Math.min(range[k]![0], uv[v * 2 + k]!);
      range[k]![1] = Math.max(range[k]![1], uv[v * 2 + k]!);
    }
  // Length along u and v: mean of |dP/du| and |dP/dv| over the area in UV, times the range.
  const size = [0, 0];
  let area = 0;
  for (let t = 0; t < triangles.length; t += 3) {
    const [a, b, c] = [triangles[t]!, triangles[t + 1]!, triangles[t + 2]!];
    const [u1, v1] = [uv[b * 2]! - uv[a * 2]!, uv[b * 2 + 1]! - uv[a * 2 + 1]!];
    const [u2, v2] = [uv[c * 2]! - uv[a * 2]!, uv[c * 2 + 1]! - uv[a * 2 + 1]!];
    const cross = u1 * v2 - u2 * v1;
    area += Math.abs(cross);
    const slope = (p: number, q: number): number =>
      Math.hypot(
        ...[0, 1, 2].map((k) => {
          const from = positions[a * 3 + k]!;
          return p * (positions[b * 3 + k]! - from) - q * (positions[c * 3 + k]! - from);
        }),
      );
    size[0]! += slope(v2, v1);
    size[1]! += slope(u2, u1);
  }
  if (!(area > 0)) return undefined;
  const [alongU, alongV] = [0, 1].map((k) => (size[k]! / area) * (range[k]![1] - range[k]![0])) as [number, number];
  if (!(alongU > 0 && alongV > 0)) return undefined;
  const along = alongU > U_LONGER * alongV ? 0 : 1;
  const length = along === 0 ? alongU : alongV;
  const [low, high] = endsOf(mesh, triangles, along, range[along]!);
  return {
    mesh,
    triangles,
    along,
    across: range[1 - along]!,
    width: along === 0 ? alongV : alongU,
    length,
    rootLow: true,
    vote: Math.max(-1, Math.min(1, (low.height - high.height) / length)) + 0.5 * (low.opacity - high.opacity),
  };
}

/** Mean height and opacity of both ends. */
function endsOf(
  { positions, uv, alpha }: CardMesh,
  triangles: Uint32Array,
  along: 0 | 1,
  [from, to]: [number, number],
) {
  const ends = [0, 1].map(() => ({ height: 0, opacity: 0, count: 0 })) as [End, End];
  for (const v of triangles) {
    const t = (uv[v * 2 + along]! - from) / (to - from);
    if (t > END && t < 1 - END) continue;
    const end = ends[t < 0.5 ? 0 : 1]!;
    end.count++;
    end.height += positions[v * 3 + 1]!;
    if (!alpha) continue;
    end.opacity += opacityAt(alpha, uv[v * 2]!, uv[v * 2 + 1]!);
  }
  for (const end of ends) {
    end.height /= end.count;
    end.opacity /= end.count;
  }
  return ends;
}

interface End {
  height: number;
  opacity: number;
  count: number;
}
