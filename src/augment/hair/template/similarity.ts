/** Turn, size and shift between two spaces. Pure. */

/** A point p goes to scale · rotation · p + translation. */
export interface Similarity {
  /** [3, 3] row-major. */
  readonly rotation: Float64Array;
  readonly scale: number;
  readonly translation: readonly [number, number, number];
}

/** points [n, 3] → `into`, [n, 3]. */
export function applySimilarity(to: Similarity, points: Float32Array, into = new Float32Array(points.length)) {
  const [a, b, c, d, e, f, g, h, i] = Array.from(to.rotation, (each) => each * to.scale) as [
    ...[number, number, number],
    ...[number, number, number],
    ...[number, number, number],
  ];
  const [tx, ty, tz] = to.translation;
  for (let p = 0; p < points.length; p += 3) {
    const [x, y, z] = [points[p]!, points[p + 1]!, points[p + 2]!];
    into[p] = a * x + b * y + c * z + tx;
    into[p + 1] = d * x + e * y + f * z + ty;
    into[p + 2] = g * x + h * y + i * z + tz;
  }
  return into;
}

/** First `after`'s part, then `by`: the similarity of both. */
export function compose(by: Similarity, first: Similarity): Similarity {
  const rotation = new Float64Array(9);
  for (let r = 0; r < 3; r++)
    for (let c = 0; c < 3; c++)
      for (let k = 0; k < 3; k++) rotation[r * 3 + c]! += by.rotation[r * 3 + k]! * first.rotation[k * 3 + c]!;
  const moved = applySimilarity(by, Float32Array.from(first.translation));
  return { rotation, scale: by.scale * first.scale, translation: [moved[0]!, moved[1]!, moved[2]!] };
}

/** Points that should meet, with weights. */
export interface Pairs {
  /** [n, 3]. */
  readonly from: Float32Array;
  /** [n, 3]. */
  readonly to: Float32Array;
  /** [n]; 0 leaves a pair out. */
  readonly weight: Float32Array;
}

/**
 * The similarity that brings pairs together in least squares, turned about x only, up to `maxTurn` radians: heads are
 * modelled upright and facing along an axis, and hair leaves yaw and roll open (a scalp is nearly round).
 *
 * Translation and turn as in Umeyama 1991, which in one plane needs no SVD; the scale is Horn's symmetric one
 * (Closed-form solution of absolute orientation, 1987, §2.E), which does not shrink with the distance of the pairs.
 */
export function alignPairs({ from, to, weight }: Pairs, maxTurn: number, fixedScale?: number): Similarity {
  const sum = weight.reduce((total, each) => total + each, 0) || 1;
  const mean = (of: Float32Array, k: number): number => {
    let total = 0;
    for (let i = 0; i < weight.length; i++) total += weight[i]! * of[i * 3 + k]!;
    return total / sum;
  };
  const p = [mean(from, 0), mean(from, 1), mean(from, 2)] as const;
  const q = [mean(to, 0), mean(to, 1), mean(to, 2)] as const;
  let [cosine, sine, spreadFrom, spreadTo] = [0, 0, 0, 0];
  for (let i = 0; i < weight.length; i++) {
    const w = weight[i]!;
    const [px, py, pz] = [from[i * 3]! - p[0], from[i * 3 + 1]! - p[1], from[i * 3 + 2]! - p[2]];
    const [qx, qy, qz] = [to[i * 3]! - q[0], to[i * 3 + 1]! - q[1], to[i * 3 + 2]! - q[2]];
    cosine += w * (py * qy + pz * qz);
    sine += w * (py * qz - pz * qy);
    spreadFrom += w * (px * px + py * py + pz * pz);
    spreadTo += w * (qx * qx + qy * qy + qz * qz);
  }
  const angle = Math.max(-maxTurn, Math.min(maxTurn, Math.atan2(sine, cosine)));
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const rotation = Float64Array.of(1, 0, 0, 0, c, -s, 0, s, c);
  const scale = fixedScale ?? Math.sqrt(spreadTo / (spreadFrom || 1));
  const translation = [
    q[0] - scale * p[0],
    q[1] - scale * (c * p[1] - s * p[2]),
    q[2] - scale * (s * p[1] + c * p[2]),
  ] as const;
  return { rotation, scale, translation };
}
