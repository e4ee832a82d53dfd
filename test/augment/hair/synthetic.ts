/** The generic head as a picture with known light. */

import { project } from '../../../src/augment/hair/fit/camera.js';
import { loadHead } from '../../../src/augment/hair/head/load.js';
import { type HeadRaster, paintVertices, renderHead } from '../../../src/augment/hair/raster/head.js';
import { encodedOf } from '../../../src/augment/hair/srgb.js';
import type { FittedHead, HeadModel } from '../../../src/augment/hair/types.js';
import type { Plane, RgbPlanes } from '../../../src/pair.js';

export const ALBEDO = [0.5, 0.34, 0.27] as const;

export interface Scene {
  readonly head: HeadModel;
  readonly fitted: FittedHead;
  readonly raster: HeadRaster;
  readonly points: Float32Array;
  readonly size: number;
}

/** The head upright in a square picture, 34 cm across. */
export async function scene(size: number): Promise<Scene> {
  const head = await loadHead();
  const camera = {
    rotation: Float64Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1),
    scale: size / 34,
    x: size / 2,
    y: size * 0.42,
    distance: 110,
  };
  const warp = {
    size: [2, 2, 2] as const,
    origin: [-30, -40, -20] as const,
    step: 60,
    displacement: new Float32Array(24),
  };
  const fitted = {
    camera,
    warp,
    positions: head.positions,
    normals: head.normals,
    residual: 0,
    yaw: 0,
    pitch: 0,
    roll: 0,
  };
  const seen = project(camera, head.mediapipe);
  const points = Float32Array.from({ length: (seen.length / 3) * 2 }, (_, i) => seen[3 * (i >> 1) + (i & 1)]!);
  return { head, fitted, raster: renderHead(fitted, head, size, size), points, size };
}

/** Skin under ambient light and a lamp, before a grey backdrop. */
export function lit({ raster, size }: Scene, direction: readonly number[], ambient: number): RgbPlanes {
  const n = size * size;
  const data = new Float32Array(3 * n).fill(-0.2);
  for (let i = 0; i < n; i++) {
    if (raster.triangle[i]! < 0) continue;
    const cosine = [0, 1, 2].reduce((sum, c) => sum + direction[c]! * raster.normal[c * n + i]!, 0);
    for (let c = 0; c < 3; c++)
      data[c * n + i] = encodedOf(ALBEDO[c]! * (ambient + (1.1 - ambient) * Math.max(0, cosine)));
  }
  return { data, width: size, height: size };
}

/** Masks of the scene: hair where the scalp grows it, and the person. */
export function masks({ raster, head, size }: Scene): { hair: Plane; person: Plane } {
  const plane = (data: Float32Array): Plane => ({ data, width: size, height: size });
  const scalp = paintVertices(raster, head, head.weights.scalp).data;
  return {
    hair: plane(scalp.map((value) => (value > 0.5 ? 1 : 0))),
    person: plane(Float32Array.from(raster.triangle, (t) => (t >= 0 ? 1 : 0))),
  };
}
