/**
 * Cem Yuksel's .hair (cemyuksel.com/research/hairmodels): a header of 128 bytes ("HAIR", strands, points, flags of the
 * arrays that follow, default segments, thickness, transparency and colour, 88 bytes of text), then segments (uint16 a
 * strand), points (3 float32), thickness, transparency (float32 a point) and colours (3 float32). Pure.
 */
import { readerOf } from './bytes.js';
import { badTemplate, checkCount, foreignTemplate, type RawStrands, type Template } from './template.js';

const HEADER = 128;
const FLAGS = { segments: 1, points: 2, thickness: 4 } as const;

/** @throws DiptychError E_DATASET when the file is not such hair. */
export function readCyHair(bytes: Uint8Array, name: string): Template {
  const reader = readerOf(bytes, name);
  const magic = String.fromCharCode(...bytes.subarray(0, 4));
  if (bytes.length > 0 && magic !== 'HAIR')
    throw badTemplate('HAIR as its first letters', name, JSON.stringify(magic), 'It is no .hair of Cem Yuksel');
  reader.skip(4);
  const strands = reader.u32();
  const points = reader.u32();
  const flags = reader.u32();
  const segments = reader.u32();
  reader.skip(HEADER - 20);
  checkCount(points, name);
  if (!(flags & FLAGS.points)) throw badTemplate('points', name, 'a header without them', 'Export it with its points');
  const promised = (flags & FLAGS.segments ? strands * 2 : 0) + points * 12;
  if (promised > reader.left())
    throw badTemplate(
      `${HEADER + promised} bytes`,
      name,
      `${bytes.length}`,
      'The file is cut off or damaged: copy it again',
    );
  // Without an array of segments all strands have the default number; every strand needs a point.
  checkCount(strands, name);
  const counts = flags & FLAGS.segments ? reader.u16s(strands) : undefined;
  const first = new Uint32Array(strands + 1);
  for (let s = 0; s < strands; s++) {
    const end = first[s]! + (counts ? counts[s]! : segments) + 1;
    if (end > points)
      throw badTemplate(`${points} points`, name, `strands of more (${end} up to strand ${s})`, 'Export it again');
    first[s + 1] = end;
  }
  const raw: RawStrands = { points: reader.f32s(points * 3), first };
  if (!(flags & FLAGS.thickness)) return foreignTemplate(name, 'Cem Yuksel', raw);
  const all = reader.f32s(points);
  const thickness = Float32Array.from({ length: strands }, (_, s) => all[first[s]!]!);
  return foreignTemplate(name, 'Cem Yuksel', { ...raw, thickness });
}
