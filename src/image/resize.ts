/**
 * Resizing of planes. Samples sit at pixel centres: output x covers input [x·s, (x+1)·s), s = width / newWidth.
 *
 * Down by a whole factor is the mean of each block, exact and free of aliasing. Anything else is bilinear between
 * pixel centres (half-pixel convention: OpenCV INTER_LINEAR, PyTorch align_corners=False), edges clamped; it aliases
 * when it shrinks by much, so choose whole factors where the size is free.
 */
import { invariant } from '../errors.js';
import type { LabelMap, Plane, RgbPlanes } from '../pair.js';

/** RGB [3, H, W] → [3, height, width], same range. Allocates, unless the size is already right. */
export function resize(image: RgbPlanes, width: number, height: number): RgbPlanes {
  if (image.width === width && image.height === height) return image;
  const from = image.width * image.height;
  const to = width * height;
  const data = new Float32Array(3 * to);
  for (let c = 0; c < 3; c++) {
    const channel = image.data.subarray(c * from, (c + 1) * from);
    resizeInto(channel, image.width, image.height, data.subarray(c * to, (c + 1) * to), width, height);
  }
  return { data, width, height };
}

/** Plane [H, W] → [height, width], same range. Allocates, unless the size is already right. */
export function resizePlane(plane: Plane, width: number, height: number): Plane {
  if (plane.width === width && plane.height === height) return plane;
  const data = new Float32Array(width * height);
  resizeInto(plane.data, plane.width, plane.height, data, width, height);
  return { data, width, height };
}

/** Label map [H, W] → [height, width]: the label at the nearest pixel centre, never a mixture. */
export function resizeLabels(map: LabelMap, width: number, height: number): LabelMap {
  if (map.width === width && map.height === height) return map;
  const data = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    const row = Math.floor(((y + 0.5) * map.height) / height) * map.width;
    for (let x = 0; x < width; x++) data[y * width + x] = map.data[row + Math.floor(((x + 0.5) * map.width) / width)]!;
  }
  return { data, width, height };
}

function resizeInto(from: Float32Array, fw: number, fh: number, to: Float32Array, tw: number, th: number): void {
  invariant(tw > 0 && th > 0 && from.length === fw * fh, 'sizes are positive and the plane is whole');
  if (fw % tw === 0 && fh % th === 0) boxInto(from, fw, to, tw, th, fw / tw, fh / th);
  else bilinearInto(from, fw, fh, to, tw, th);
}

function boxInto(
  from: Float32Array,
  fw: number,
  to: Float32Array,
  tw: number,
  th: number,
  kx: number,
  ky: number,
): void {
  for (let y = 0; y < th; y++) {
    for (let x = 0; x < tw; x++) {
      let sum = 0;
      for (let dy = 0; dy < ky; dy++) {
        const start = (y * ky + dy) * fw + x * kx;
        for (let i = start; i < start + kx; i++) sum += from[i]!;
      }
      to[y * tw + x] = sum / (kx * ky);
    }
  }
}

function bilinearInto(from: Float32Array, fw: number, fh: number, to: Float32Array, tw: number, th: number): void {
  const columns = taps(fw, tw);
  const rows = taps(fh, th);
  for (let y = 0; y < th; y++) {
    const { low: y0, high: y1, share: v } = rows[y]!;
    for (let x = 0; x < tw; x++) {
      const { low: x0, high: x1, share: u } = columns[x]!;
      const top = from[y0 * fw + x0]! * (1 - u) + from[y0 * fw + x1]! * u;
      const bottom = from[y1 * fw + x0]! * (1 - u) + from[y1 * fw + x1]! * u;
      to[y * tw + x] = top * (1 - v) + bottom * v;
    }
  }
}

/** The two input samples that each output sample lies between, and the share of the second. */
function taps(from: number, to: number): { low: number; high: number; share: number }[] {
  return Array.from({ length: to }, (_, i) => {
    const at = Math.min(Math.max(((i + 0.5) * from) / to - 0.5, 0), from - 1);
    const low = Math.floor(at);
    return { low, high: Math.min(low + 1, from - 1), share: at - low };
  });
}
