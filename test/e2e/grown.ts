/** Recipes and portraits for tests of `diptych grow`. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { GROWN_BANDS } from '../../src/filter/hair/index.js';
import { newFolder } from './command.js';

/** No gates: a test of the run itself does not depend on how few strands look. */
export const OPEN_GATES = Object.fromEntries(Object.keys(GROWN_BANDS).map((name) => [name, false]));

/** A recipe file that keeps every candidate whose portrait can be used, and makes it fast: few strands. */
export function openGrowRecipe(over: object = {}): string {
  const file = path.join(newFolder(), 'open.json');
  writeFileSync(file, JSON.stringify({ strands: 300, gates: OPEN_GATES, ...over }));
  return file;
}

/** The face models of this machine are left out of it: heads are sampled and read by the pack alone. */
export function withoutFaceModels(): void {
  process.env.DIPTYCH_FACE_MODEL = '';
  process.env.DIPTYCH_CACHE = newFolder();
}
