/**
 * The little of FlatBuffers that it takes to add to a TFLite model: a writer of tables, vectors and bytes, and a reader
 * of a table's slots. Little-endian; offsets between pieces point forward, so a piece is written before those it names.
 * Format: https://flatbuffers.dev/internals.
 */
import { invariant } from '../errors.js';

/** A piece of a FlatBuffer. */
export type Piece =
  /** Slots by field number; a number is a scalar of up to 32 bits, undefined the field's default. */
  | { readonly table: readonly (number | Piece | undefined)[] }
  | { readonly vector: readonly Piece[] }
  | { readonly floats: readonly number[] }
  /** A vector of bytes, or a string; its data begins at a multiple of 16, as TFLite asks of buffers. */
  | { readonly bytes: Uint8Array }
  /** What lies at this position of the buffer that is appended. */
  | { readonly appended: number };

/** Root offset and identifier. */
const HEADER = 8;

/** Every buffer of a TFLite model is aligned to this; what is appended keeps its alignment. */
const ALIGNMENT = 16;

/**
 * Writes a FlatBuffer with `root`, then the bytes of `append`, which pieces can point into.
 * @param identifier four letters, such as `TFL3`
 */
export function writeFlatbuffer(root: Piece, identifier: string, append: Uint8Array = new Uint8Array()): Uint8Array {
  const at = new Map<Piece, number>();
  const queue: Piece[] = [root];
  let end = HEADER;
  for (const piece of queue) {
    if ('appended' in piece || at.has(piece)) continue;
    if ('bytes' in piece) end = roundUp(end + 4, ALIGNMENT) - 4;
    at.set(piece, end);
    end = roundUp(end + sizeOf(piece), 4);
    queue.push(...childrenOf(piece));
  }
  const start = append.length === 0 ? end : roundUp(end, ALIGNMENT);
  const out = new Uint8Array(start + append.length);
  out.set(append, start);
  out.set(new TextEncoder().encode(identifier), 4);
  const view = new DataView(out.buffer);
  // A table is found by its body, which follows its vtable.
  const place = (piece: Piece): number => {
    if ('appended' in piece) return start + piece.appended;
    return at.get(piece)! + ('table' in piece ? vtableSize(piece.table.length) : 0);
  };
  const point = (from: number, to: Piece): void => view.setUint32(from, place(to) - from, true);
  point(0, root);
  for (const [piece, position] of at) {
    if ('table' in piece) {
      const body = place(piece);
      const present = piece.table.filter((field) => field !== undefined);
      view.setUint16(position, 4 + piece.table.length * 2, true);
      view.setUint16(position + 2, 4 + present.length * 4, true);
      view.setInt32(body, body - position, true);
      let field = body + 4;
      for (const [slot, value] of piece.table.entries()) {
        if (value === undefined) continue;
        view.setUint16(position + 4 + slot * 2, field - body, true);
        // A scalar of one byte is the lowest of its four: the rest is padding.
        if (typeof value === 'number') view.setUint32(field, value, true);
        else point(field, value);
        field += 4;
      }
    } else if ('vector' in piece) {
      view.setUint32(position, piece.vector.length, true);
      for (const [i, item] of piece.vector.entries()) point(position + 4 + i * 4, item);
    } else if ('floats' in piece) {
      view.setUint32(position, piece.floats.length, true);
      for (const [i, value] of piece.floats.entries()) view.setFloat32(position + 4 + i * 4, value, true);
    } else if ('bytes' in piece) {
      view.setUint32(position, piece.bytes.length, true);
      out.set(piece.bytes, position + 4);
    }
  }
  return out;
}

/** Position of the root table. */
export function rootOf(view: DataView): number {
  return view.getUint32(0, true);
}

/** Position of a field's value in its table, or undefined where the field is absent. */
export function fieldOf(view: DataView, table: number, slot: number): number | undefined {
  const vtable = table - view.getInt32(table, true);
  if (4 + slot * 2 >= view.getUint16(vtable, true)) return undefined;
  const offset = view.getUint16(vtable + 4 + slot * 2, true);
  return offset === 0 ? undefined : table + offset;
}

/** Position of what an offset points to. */
export function follow(view: DataView, at: number): number {
  return at + view.getUint32(at, true);
}

function sizeOf(piece: Exclude<Piece, { readonly appended: number }>): number {
  if ('table' in piece) {
    return vtableSize(piece.table.length) + 4 + piece.table.filter((field) => field !== undefined).length * 4;
  }
  if ('vector' in piece) return 4 + piece.vector.length * 4;
  if ('floats' in piece) return 4 + piece.floats.length * 4;
  // One zero byte more, which strings end with.
  if ('bytes' in piece) return 4 + piece.bytes.length + 1;
  invariant(false, 'every kind of piece has a size');
}

function childrenOf(piece: Piece): Piece[] {
  if ('table' in piece) return piece.table.filter((field) => typeof field === 'object');
  return 'vector' in piece ? [...piece.vector] : [];
}

function vtableSize(slots: number): number {
  return roundUp(4 + slots * 2, 4);
}

function roundUp(value: number, multiple: number): number {
  return Math.ceil(value / multiple) * multiple;
}
