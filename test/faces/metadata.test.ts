import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';
import { fieldOf, follow, rootOf, writeFlatbuffer } from '../../src/faces/flatbuffer.js';
import { withDetectorMetadata } from '../../src/faces/metadata.js';
import { hasShared, shared } from '../fixtures/shared.js';

const FILE = createRequire(import.meta.url).resolve('@mediapipe/face_detection/face_detection_short_range.tflite');

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** Bytes of a vector of bytes or a string, found by walking slots from the root; a pair is a slot and an item of it. */
function walk(bytes: Uint8Array, path: readonly (number | readonly [number, number])[]): number {
  const view = viewOf(bytes);
  let at = rootOf(view);
  for (const step of path) {
    const [slot, item] = typeof step === 'number' ? [step, undefined] : step;
    at = follow(view, fieldOf(view, at, slot)!);
    if (item !== undefined) at = follow(view, at + 4 + item * 4);
  }
  return at;
}

function bytesAt(bytes: Uint8Array, at: number): Uint8Array {
  return bytes.subarray(at + 4, at + 4 + viewOf(bytes).getUint32(at, true));
}

describe('writeFlatbuffer', () => {
  it('writes the layout that the format prescribes', () => {
    const bytes = writeFlatbuffer({ table: [7, undefined, { bytes: Uint8Array.of(65, 66) }] }, 'TEST');
    // By hand: root at 20, vtable of 10 bytes at 8 (padded to 12), fields of slots 0 and 2 at 24 and 28.
    expect([...bytes.subarray(0, 20)]).toEqual([20, 0, 0, 0, 84, 69, 83, 84, 10, 0, 12, 0, 4, 0, 0, 0, 8, 0, 0, 0]);
    expect([...bytes.subarray(20, 32)]).toEqual([12, 0, 0, 0, 7, 0, 0, 0, 16, 0, 0, 0]);
    // The bytes begin at a multiple of 16, after their number: 28 + 16 = 44, and 48.
    expect([...bytes.subarray(32)]).toEqual([...Array(12).fill(0), 2, 0, 0, 0, 65, 66, 0, 0]);
  });
});

describe('withDetectorMetadata', () => {
  const model = new Uint8Array(readFileSync(FILE));
  const official = 'models/blaze_face_short_range.tflite';

  it('keeps the model whole and aligned, behind a new root', () => {
    const added = withDetectorMetadata(model);
    const start = added.length - model.length;
    expect(start % 16).toBe(0);
    expect(Buffer.compare(added.subarray(start), model)).toBe(0);
    // Operators, subgraphs and description are those of the old root.
    for (const slot of [1, 2, 3]) expect(walk(added, [slot])).toBe(walk(model, [slot]) + start);
    const buffers = viewOf(added).getUint32(walk(added, [4]), true);
    expect(buffers).toBe(viewOf(model).getUint32(walk(model, [4]), true) + 1);
  });

  it('adds the normalisation where readers look for it', () => {
    const added = withDetectorMetadata(model);
    const entry = walk(added, [[6, 0]]);
    const view = viewOf(added);
    const name = bytesAt(added, follow(view, fieldOf(view, entry, 0)!));
    expect(new TextDecoder().decode(name)).toBe('TFLITE_METADATA');
    const buffer = view.getUint32(fieldOf(view, entry, 1)!, true);
    const metadata = bytesAt(added, walk(added, [[4, buffer], 0])).slice();
    expect(new TextDecoder().decode(metadata.subarray(4, 8))).toBe('M001');
    // ModelMetadata.subgraph_metadata[0].input_tensor_metadata[0].process_units[0].options.mean and .std
    const options = [[3, 0], [2, 0], [4, 0], 1] as const;
    for (const slot of [0, 1]) {
      const at = walk(metadata, [...options, slot]);
      expect([viewOf(metadata).getUint32(at, true), viewOf(metadata).getFloat32(at + 4, true)]).toEqual([1, 127.5]);
    }
  });

  it('leaves a model that has metadata, and refuses what is no model', () => {
    const added = withDetectorMetadata(model);
    expect(withDetectorMetadata(added)).toBe(added);
    expect(() => withDetectorMetadata(new Uint8Array(100))).toThrow(/TFLite/);
  });

  it.skipIf(!hasShared(official))('reads the official file alike (skipped: no ../shared/models)', () => {
    const bytes = new Uint8Array(readFileSync(shared(official)));
    const buffer = viewOf(bytes).getUint32(fieldOf(viewOf(bytes), walk(bytes, [[6, 0]]), 1)!, true);
    const metadata = bytesAt(bytes, walk(bytes, [[4, buffer], 0])).slice();
    const at = walk(metadata, [[3, 0], [2, 0], [4, 0], 1, 0]);
    expect(viewOf(metadata).getFloat32(at + 4, true)).toBe(127.5);
  });
});
