/**
 * pix2pixHD (NVIDIA/pix2pixHD, aligned_dataset.py): `<phase>_A` and `<phase>_B`, or `<phase>_label` and `<phase>_img`.
 * The original pairs the two by sorted order, which one missing file shifts for all that follow; here they pair by name.
 */
import type { Layout } from './draft.js';
import { SPLIT_WORDS } from './names.js';
import {
  type Beginnings,
  describeFolders,
  onlyOne,
  type PairFolders,
  readPairFolders,
  type SubFolders,
} from './pair-folders.js';

const SIDES = [
  ['A', 'B'],
  ['label', 'img'],
] as const;

/** Finds the folders; undefined where no phase has both sides. */
export async function findPix2pixHd(root: string, starts: Beginnings): Promise<Layout | undefined> {
  return findPhases(root, starts[0], SIDES, '_', 'pix2pixHD');
}

/** Folders named by phase and side: `train_A` with the separator `_`, `trainA` without. */
export async function findPhases(
  root: string,
  { names, enter }: SubFolders,
  sides: readonly (readonly [before: string, after: string])[],
  separator: '' | '_',
  title: string,
): Promise<Layout | undefined> {
  const found: { groups: PairFolders[]; text: string }[] = [];
  for (const pair of sides) {
    const pattern = new RegExp(`^(${SPLIT_WORDS})${separator}(${pair.join('|')})$`);
    const phases = new Map<string, string[]>();
    for (const name of names) {
      const [, phase, side] = pattern.exec(name) ?? [];
      if (phase && side) phases.set(phase, [...(phases.get(phase) ?? []), side]);
    }
    if (![...phases.values()].some((present) => present.length === 2)) continue;
    const groups: PairFolders[] = [];
    for (const [phase, present] of [...phases].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const roles = [];
      for (const [i, role] of (['before', 'after'] as const).entries()) {
        const inside = present.includes(pair[i]!) ? await enter(`${phase}${separator}${pair[i]}`) : undefined;
        if (inside) roles.push({ role, place: inside });
      }
      groups.push({ prefix: phase, roles });
    }
    found.push({ groups, text: `${title}: ${describeFolders(groups)}` });
  }
  const only = onlyOne(found, ({ text }) => text, root);
  return only && { describe: only.text, drafts: () => readPairFolders(root, only.groups) };
}
