/** Small hair for tests, and files of it written byte by byte. */
import type { Strands } from '../../../../src/augment/hair/types.js';

/** Strands of the given polylines, each a flat list of x, y, z. */
export function strandsOf(
  lines: readonly (readonly number[])[],
  radius = 0.01,
  region: readonly number[] = [],
): Strands {
  const first = new Uint32Array(lines.length + 1);
  for (const [s, line] of lines.entries()) first[s + 1] = first[s]! + line.length / 3;
  return {
    points: Float32Array.from(lines.flat()),
    first,
    radius: new Float32Array(lines.length).fill(radius),
    region: Uint8Array.from({ length: lines.length }, (_, s) => region[s] ?? 0),
  };
}

/** Polylines back as lists, rounded to 10⁻⁴. */
export function linesOf({ points, first }: Strands): number[][] {
  return Array.from({ length: first.length - 1 }, (_, s) =>
    Array.from(points.subarray(first[s]! * 3, first[s + 1]! * 3), (each) => Math.round(each * 1e4) / 1e4 + 0),
  );
}

/** Little-endian bytes of numbers, each with its type. */
export function bytesOf(...parts: readonly (readonly ['u16' | 'u32' | 'f32', ...number[]] | string)[]): Uint8Array {
  const bytes: number[] = [];
  for (const part of parts) {
    if (typeof part === 'string') {
      bytes.push(...new TextEncoder().encode(part));
      continue;
    }
    const [type, ...numbers] = part;
    for (const number of numbers) {
      const view = new DataView(new ArrayBuffer(type === 'u16' ? 2 : 4));
      if (type === 'u16') view.setUint16(0, number, true);
      else if (type === 'u32') view.setUint32(0, number, true);
      else view.setFloat32(0, number, true);
      bytes.push(...new Uint8Array(view.buffer));
    }
  }
  return Uint8Array.from(bytes);
}

/** A GLB of a JSON and a binary chunk. */
export function glbOf(json: unknown, binary: Uint8Array): Uint8Array {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, ' ')]);
  const body = Buffer.concat([binary, Buffer.alloc((4 - (binary.length % 4)) % 4)]);
  const head = bytesOf('glTF', ['u32', 2, 28 + padded.length + body.length, padded.length], 'JSON');
  return Buffer.concat([head, padded, bytesOf(['u32', body.length], 'BIN\0'), body]);
}
