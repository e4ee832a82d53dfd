/** Between float planes and the bytes that codecs read and write. Pure; every function allocates its result. */
import type { Plane, RgbPlanes } from '../pair.js';

/**
 * CHW float [-1, 1] → HWC uint8, linear index (y*W + x)*3 + c.
 *
 * `clamp(floor(x*127.5 + 128), 0, 255)`, as NVlabs' generate.py writes its images.
 */
export function toBytes({ data, width, height }: RgbPlanes): Uint8Array {
  const area = width * height;
  const bytes = new Uint8Array(area * 3);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) {
      bytes[i * 3 + c] = Math.min(255, Math.max(0, Math.floor(data[c * area + i]! * 127.5 + 128)));
    }
  }
  return bytes;
}

/** HWC uint8 → CHW float, `b/127.5 - 1`: the middle of the interval that `toBytes` maps to b, so bytes survive. */
export function fromBytes(bytes: Uint8Array, width: number, height: number): RgbPlanes {
  const area = width * height;
  const data = new Float32Array(area * 3);
  for (let c = 0; c < 3; c++) {
    for (let i = 0; i < area; i++) data[c * area + i] = bytes[i * 3 + c]! / 127.5 - 1;
  }
  return { data, width, height };
}

/** Mask [0, 1] → uint8, rounded to the nearest of 256 levels, so that 0 and 1 are exact. */
export function maskToBytes({ data }: Plane): Uint8Array {
  const bytes = new Uint8Array(data.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = Math.min(255, Math.max(0, Math.floor(data[i]! * 255 + 0.5)));
  return bytes;
}

/** uint8 → mask [0, 1]. */
export function maskFromBytes(bytes: Uint8Array, width: number, height: number): Plane {
  const data = new Float32Array(bytes.length);
  for (let i = 0; i < data.length; i++) data[i] = bytes[i]! / 255;
  return { data, width, height };
}
