/**
 * TressFX's .tfx (AMD, TressFXFileFormat.h of TressFX 3 and 4, MIT), little-endian. Both begin with float32 version,
 * uint32 strands, uint32 points a strand; points lie strand by strand, root first. Pure.
 *
 *   version 3   byte 144 uint32 where the points are (3 float32 each), byte 148 thickness (float32 a strand) or 0
 *   version 4   byte 12 uint32 where the points are (4 float32 each, w the inverse mass), byte 24 thickness or 0
 */
import { readerOf, truncated } from './bytes.js';
import { badTemplate, checkCount, foreignTemplate, type Template } from './template.js';

const LAYOUTS = {
  3: { pointsAt: 144, thicknessAt: 148, floats: 3 },
  4: { pointsAt: 12, thicknessAt: 24, floats: 4 },
} as const;

/** @throws DiptychError E_DATASET when the file is not such hair. */
export function readTressFx(bytes: Uint8Array, name: string): Template {
  const reader = readerOf(bytes, name);
  const version = reader.f32();
  const layout = LAYOUTS[Math.floor(version) as keyof typeof LAYOUTS];
  if (!layout) throw badTemplate('version 3 or 4', name, `${version}`, 'It is no .tfx of TressFX 3 or 4');
  const strands = reader.u32();
  const each = reader.u32();
  if (each < 2) throw badTemplate('2 or more points a strand', name, `${each}`, 'The file is damaged: copy it again');
  checkCount(strands * each, name);
  const offset = readerOf(bytes, name, layout.pointsAt).u32();
  const end = offset + strands * each * layout.floats * 4;
  if (end > bytes.length) throw truncated(name, end, bytes.length);

  const points = pick3(readerOf(bytes, name, offset).f32s(strands * each * layout.floats), layout.floats);
  const first = Uint32Array.from({ length: strands + 1 }, (_, s) => s * each);
  const thickness = readerOf(bytes, name, layout.thicknessAt).u32();
  if (thickness === 0) return foreignTemplate(name, 'TressFX', { points, first });
  return foreignTemplate(name, 'TressFX', {
    points,
    first,
    thickness: readerOf(bytes, name, thickness).f32s(strands),
  });
}

function pick3(values: Float32Array, floats: 3 | 4): Float32Array {
  if (floats === 3) return values;
  const points = new Float32Array((values.length / 4) * 3);
  for (let i = 0, o = 0; i < values.length; i += 4) {
    points[o++] = values[i]!;
    points[o++] = values[i + 1]!;
    points[o++] = values[i + 2]!;
  }
  return points;
}
