import type { SeenFace } from '../../../src/filter/between/metric.js';
import { CHIN, FOREHEAD, OVAL } from '../../../src/filter/between/points.js';
import type { Picture } from '../../../src/item.js';

/** What a scene shows at a place, 0..255. */
export type Scene = (x: number, y: number) => number;

/** Waves of many lengths, 10 to 120 px, in many directions: nowhere alike, and smooth enough to move by part of a px. */
function waves(seed: number): Scene {
  const all = Array.from({ length: 24 }, (_, i) => {
    const angle = 2.39996 * (i + seed);
    const pace = 0.052 * 12 ** (i / 24);
    return [pace * Math.cos(angle), pace * Math.sin(angle), 1.7 * i * seed] as const;
  });
  return (x, y) => all.reduce((sum, [u, v, phase]) => sum + 14 * Math.sin(u * x + v * y + phase), 128);
}

/** A texture. */
export const texture: Scene = waves(1);

/** Another one. */
export const stranger: Scene = waves(4.3);

/** Grey picture of a scene whose content is moved right and down. */
export function shoot(scene: Scene, dx = 0, dy = 0, width = 200, height = 200): Picture {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < width * height; i++) {
    const value = scene((i % width) - dx, Math.floor(i / width) - dy);
    data.fill(Math.min(Math.max(Math.round(value), 0), 255), i * 3, i * 3 + 3);
  }
  return { data, width, height };
}

/** The points of test/fixtures/between.py. */
export function points(k: number): Float32Array {
  return Float32Array.from({ length: 956 }, (_, j) => {
    const i = j >> 1;
    return j % 2 === 0
      ? 40 + ((37 * i + 11) % 64) + k * Math.sin(0.7 * i)
      : 30 + ((53 * i + 7) % 71) + k * Math.cos(1.3 * i);
  });
}

/** A face with these points and a neutral pose and expression, unless said otherwise. */
export function face(at: Float32Array, rest: Partial<SeenFace> = {}): SeenFace {
  return { points: at, blendshapes: {}, yaw: 0, pitch: 0, roll: 0, ...rest };
}

/** Points whose outline is an ellipse. */
export function ellipse(cx: number, cy: number, rx: number, ry: number): Float32Array {
  const at = new Float32Array(956);
  for (const [k, i] of OVAL.entries()) {
    const angle = (2 * Math.PI * k) / OVAL.length;
    at.set([cx + rx * Math.sin(angle), cy - ry * Math.cos(angle)], 2 * i);
  }
  at.set([cx, cy - ry], 2 * FOREHEAD);
  at.set([cx, cy + ry], 2 * CHIN);
  return at;
}
