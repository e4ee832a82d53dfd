/** Closes a triangle mesh. Pure. */

/** The mesh with a fan from the middle of every boundary loop over it. A closed mesh comes back as it is. */
export function closedTriangles(
  positions: Float32Array,
  triangles: Uint32Array,
): { positions: Float32Array; triangles: Uint32Array } {
  const vertices = positions.length / 3;
  const edges = new Set<number>();
  for (let t = 0; t < triangles.length; t += 3)
    for (let k = 0; k < 3; k++) edges.add(triangles[t + k]! * vertices + triangles[t + ((k + 1) % 3)]!);
  const next = new Map<number, number>();
  for (const edge of edges) {
    const [from, to] = [Math.floor(edge / vertices), edge % vertices];
    if (!edges.has(to * vertices + from)) next.set(from, to);
  }
  const middles: number[] = [];
  const fans: number[] = [];
  while (next.size > 0) {
    const loop: number[] = [];
    for (let v = next.keys().next().value; v !== undefined; ) {
      loop.push(v);
      const after: number | undefined = next.get(v);
      next.delete(v);
      v = after !== undefined && next.has(after) ? after : undefined;
    }
    const middle = vertices + middles.length / 3;
    for (let k = 0; k < 3; k++) middles.push(loop.reduce((sum, v) => sum + positions[3 * v + k]!, 0) / loop.length);
    for (let i = 0; i < loop.length; i++) fans.push(loop[(i + 1) % loop.length]!, loop[i]!, middle);
  }
  if (middles.length === 0) return { positions, triangles };
  return { positions: Float32Array.of(...positions, ...middles), triangles: Uint32Array.of(...triangles, ...fans) };
}
