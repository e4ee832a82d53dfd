/** The fitted head as a z-buffer: what the camera sees of its surface. Pure. */
import type { Plane } from '../../../pair.js';
import { project, viewNormals } from '../fit/camera.js';
import type { FittedHead, HeadModel } from '../types.js';
import { lidsOf } from './eyes.js';

/** Of the head's nearest surface, by pixel centre; linear index y*W + x. */
export interface HeadRaster {
  readonly width: number;
  readonly height: number;
  /** View space, cm, larger nearer; -Infinity beside the head. */
  readonly depth: Float32Array;
  /** [3, H, W], view space, unit length; 0 beside the head. */
  readonly normal: Float32Array;
  /** Triangle of the head, -1 beside it. */
  readonly triangle: Int32Array;
  /** Barycentric weights of the triangle's second and third vertex, [2, H, W]. */
  readonly barycentric: Float32Array;
}

/** Draws the fitted head, eyes shut, at [height, width]. Inside triangles everything is linear in the picture. Allocates. */
export function renderHead(fitted: FittedHead, head: HeadModel, width: number, height: number): HeadRaster {
  const raster: HeadRaster = {
    width,
    height,
    depth: new Float32Array(width * height).fill(-Infinity),
    normal: new Float32Array(3 * width * height),
    triangle: new Int32Array(width * height).fill(-1),
    barycentric: new Float32Array(2 * width * height),
  };
  const points = project(fitted.camera, fitted.positions);
  const { triangles } = head;
  for (let t = 0; t < triangles.length; t += 3) {
    drawTriangle(raster, points, 3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!, t / 3);
  }
  const lids = lidsOf(fitted, head);
  lids.like.forEach((like, t) => {
    drawTriangle(raster, lids.points, 9 * t, 9 * t + 3, 9 * t + 6, like);
  });
  shadeNormals(raster, head.triangles, viewNormals(fitted.camera, fitted.normals));
  return raster;
}

/**
 * Points a, b, c (places of x, y, depth in `points`) as triangle `number`: pixels whose centre lies in it, edges included.
 * Neighbours may both draw an edge, where the z-buffer chooses, but none leaves a gap. Both windings are drawn.
 */
function drawTriangle(raster: HeadRaster, points: Float32Array, a: number, b: number, c: number, number: number): void {
  const { width, height, depth, triangle, barycentric } = raster;
  const [ax, ay, az] = [points[a]!, points[a + 1]!, points[a + 2]!];
  const [bx, by, bz] = [points[b]! - ax, points[b + 1]! - ay, points[b + 2]! - az];
  const [cx, cy, cz] = [points[c]! - ax, points[c + 1]! - ay, points[c + 2]! - az];
  const area = bx * cy - by * cx;
  if (!(Math.abs(area) > 1e-9)) return;
  const left = Math.max(0, Math.ceil(ax + Math.min(0, bx, cx) - 0.5));
  const right = Math.min(width - 1, Math.floor(ax + Math.max(0, bx, cx) - 0.5));
  const top = Math.max(0, Math.ceil(ay + Math.min(0, by, cy) - 0.5));
  const bottom = Math.min(height - 1, Math.floor(ay + Math.max(0, by, cy) - 0.5));
  for (let row = top; row <= bottom; row++) {
    const dy = row + 0.5 - ay;
    for (let column = left; column <= right; column++) {
      const dx = column + 0.5 - ax;
      const u = (dx * cy - dy * cx) / area;
      const v = (dy * bx - dx * by) / area;
      if (u < -EDGE || v < -EDGE || u + v > 1 + EDGE) continue;
      const i = row * width + column;
      const here = az + u * bz + v * cz;
      if (here <= depth[i]!) continue;
      depth[i] = here;
      triangle[i] = number;
      barycentric[i] = u;
      barycentric[width * height + i] = v;
    }
  }
}

/** Slack of the edge test against rounding, in barycentric units. */
const EDGE = 1e-5;

function shadeNormals(raster: HeadRaster, triangles: Uint32Array, normals: Float32Array): void {
  const { normal, triangle, barycentric } = raster;
  const n = triangle.length;
  for (let i = 0; i < n; i++) {
    if (triangle[i]! < 0) continue;
    const t = 3 * triangle[i]!;
    const [a, b, c] = [3 * triangles[t]!, 3 * triangles[t + 1]!, 3 * triangles[t + 2]!];
    const [u, v] = [barycentric[i]!, barycentric[n + i]!];
    const w = 1 - u - v;
    const nx = w * normals[a]! + u * normals[b]! + v * normals[c]!;
    const ny = w * normals[a + 1]! + u * normals[b + 1]! + v * normals[c + 1]!;
    const nz = w * normals[a + 2]! + u * normals[b + 2]! + v * normals[c + 2]!;
    const scale = 1 / (Math.sqrt(nx * nx + ny * ny + nz * nz) || 1);
    normal[i] = nx * scale;
    normal[n + i] = ny * scale;
    normal[2 * n + i] = nz * scale;
  }
}

/** A number of the head's vertices (a growth weight, say) where the camera sees it; `beside` elsewhere. [vertices] → [H, W]. */
export function paintVertices(raster: HeadRaster, head: HeadModel, values: ArrayLike<number>, beside = 0): Plane {
  const { width, height, triangle, barycentric } = raster;
  const n = width * height;
  const data = new Float32Array(n).fill(beside);
  for (let i = 0; i < n; i++) {
    if (triangle[i]! < 0) continue;
    const t = 3 * triangle[i]!;
    const [u, v] = [barycentric[i]!, barycentric[n + i]!];
    data[i] =
      (1 - u - v) * values[head.triangles[t]!]! +
      u * values[head.triangles[t + 1]!]! +
      v * values[head.triangles[t + 2]!]!;
  }
  return { data, width, height };
}

/** Row of `head.labels` of the nearest vertex where the camera sees the head; 0 (background) beside it. [H, W]. */
export function paintLabels(raster: HeadRaster, head: HeadModel): Uint8Array {
  const { triangle, barycentric } = raster;
  const n = triangle.length;
  const out = new Uint8Array(n);
  for (let i = 0; i < n; i++) {
    if (triangle[i]! < 0) continue;
    const [u, v] = [barycentric[i]!, barycentric[n + i]!];
    const w = 1 - u - v;
    const corner = w >= u && w >= v ? 0 : u >= v ? 1 : 2;
    out[i] = head.label[head.triangles[3 * triangle[i]! + corner]!]!;
  }
  return out;
}
