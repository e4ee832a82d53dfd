/**
 * USC-HairSalon's .data (Hu et al., Single-View Hair Modeling Using a Hairstyle Database, 2015; also Hair20K):
 * int32 strands; of each strand int32 points and as many float32 x, y, z; little-endian. Strands of one point mark roots
 * without hair. Pure.
 */
import { readerOf } from './bytes.js';
import { badTemplate, checkCount, foreignTemplate, type Template } from './template.js';

/** @throws DiptychError E_DATASET when the file is not such hair. */
export function readUscData(bytes: Uint8Array, name: string): Template {
  const reader = readerOf(bytes, name);
  const strands = reader.u32();
  if (strands * 4 > reader.left())
    throw badTemplate(
      `room for ${strands} strands`,
      name,
      `${bytes.length} bytes`,
      'It is no .data of USC-HairSalon, or it is cut off',
    );
  // Twice over the file, so that nothing is allocated before all counts are known to fit.
  const first = new Uint32Array(strands + 1);
  for (let s = 0; s < strands; s++) {
    const points = reader.u32();
    reader.skip(points * 12);
    checkCount(first[s]! + points, name);
    first[s + 1] = first[s]! + points;
  }
  const again = readerOf(bytes, name, 4);
  const points = new Float32Array(first[strands]! * 3);
  for (let s = 0; s < strands; s++) points.set(again.f32s(again.u32() * 3), first[s]! * 3);
  return foreignTemplate(name, 'USC-HairSalon', { points, first });
}
