/**
 * Masks of hair in the forms that mask-guided editors read.
 *
 * SEAN (Zhu et al. 2020): `labels/<name>.png`, 8 bits, the class of each pixel in the order of CelebAMask-HQ's parts as
 * its util/CelebAMask-HQ/Data_preprocessing/g_mask.py numbers them (hair 13), beside `images/<name>.jpg`; run with
 * `--label_nc 19 --no_instance`.
 *
 * MichiGAN (Tan et al. 2020): `train_labels/<name>.png`, 8 bits, 1 hair and 0 not (255 would be "unknown"), beside
 * `train_images/<name>.jpg` and `train_dense_orients/<name>_orient_dense.png` (`encodeOrientation`); for inference the
 * folders are `<subset>_labels` and so on. Both sort the folders and pair files by order.
 */
import { invariant } from '../../errors.js';
import type { LabelMap, Plane } from '../../pair.js';
import { hairPixels } from './orientation.js';
import type { PortraitRegions } from './types.js';

/** Classes of CelebAMask-HQ by their number in SEAN's label maps. */
export const CELEBAMASK_CLASSES = [
  'background',
  'skin',
  'nose',
  'eye_g',
  'l_eye',
  'r_eye',
  'l_brow',
  'r_brow',
  'l_ear',
  'r_ear',
  'mouth',
  'u_lip',
  'l_lip',
  'hair',
  'hat',
  'ear_r',
  'neck_l',
  'neck',
  'cloth',
] as const;

const [BACKGROUND, SKIN, HAIR, CLOTH] = (['background', 'skin', 'hair', 'cloth'] as const).map((name) =>
  CELEBAMASK_CLASSES.indexOf(name),
) as [number, number, number, number];

/** MichiGAN's label of a hair mask: 1 hair, 0 not. Plane [H, W] → [H, W]. Allocates. */
export function michiganLabels(mask: Plane): LabelMap {
  return { data: hairPixels(mask), width: mask.width, height: mask.height };
}

/**
 * Face parsing in CelebAMask-HQ's numbers: classes by our names (the pack's, or the generic head's) → CELEBAMASK_CLASSES.
 * `l_` is the left of the picture, by the middle of nose and mouth; lips are upper above the middle of the mouth. A class
 * of another name is 0. Allocates.
 */
export function celebParsing({ data, width, height }: LabelMap, classes: readonly string[]): LabelMap {
  const middle = middleOf({ data, width, height }, classes);
  const tables = [0, 1, 2, 3].map((quarter) =>
    Uint8Array.from(classes, (name) => numberOf(name, quarter & 1 ? 'r' : 'l', quarter & 2 ? 'l' : 'u')),
  );
  const out = new Uint8Array(data.length);
  for (let i = 0; i < data.length; i++) {
    const x = i % width;
    const quarter = (x >= middle.x ? 1 : 0) + ((i - x) / width >= middle.y ? 2 : 0);
    out[i] = tables[quarter]![data[i]!]!;
  }
  return { data: out, width, height };
}

function numberOf(name: string, side: 'l' | 'r', lip: 'u' | 'l'): number {
  const sided = { eye: `${side}_eye`, brow: `${side}_brow`, ear: `${side}_ear`, lips: `${lip}_lip` }[name] ?? name;
  return Math.max(BACKGROUND, (CELEBAMASK_CLASSES as readonly string[]).indexOf(sided));
}

/** Middle of nose and mouth along x, of lips and mouth along y; of the picture where there are none. */
function middleOf({ data, width, height }: LabelMap, classes: readonly string[]): { x: number; y: number } {
  const across = classes.map((name) => ['nose', 'lips', 'mouth'].includes(name));
  const along = classes.map((name) => ['lips', 'mouth'].includes(name));
  const sum = { x: 0, xs: 0, y: 0, ys: 0 };
  for (let i = 0; i < data.length; i++) {
    const label = data[i]!;
    if (across[label]) {
      sum.x += (i % width) + 0.5;
      sum.xs++;
    }
    if (along[label]) {
      sum.y += Math.floor(i / width) + 0.5;
      sum.ys++;
    }
  }
  return { x: sum.xs > 0 ? sum.x / sum.xs : width / 2, y: sum.ys > 0 ? sum.y / sum.ys : height / 2 };
}

/**
 * SEAN's label map of a portrait with drawn hair: hair where the mask, or the hair that was left (`regions`), says so;
 * elsewhere on the person what `parsing` says (numbered as CELEBAMASK_CLASSES). Where it says nothing, and without it,
 * skin and clothes; what was hair (`before`) and is gone, is skin of the bare head or background. Allocates.
 */
export function seanLabels(
  mask: Plane,
  regions: PortraitRegions,
  before: PortraitRegions,
  parsing?: LabelMap,
): LabelMap {
  const { width, height } = mask;
  invariant(!parsing || parsing.data.length === mask.data.length, 'mask and parsing have one size');
  const data = hairPixels(mask);
  for (let i = 0; i < data.length; i++) {
    const seen = parsing?.data[i] ?? BACKGROUND;
    const person = regions.person.data[i]! > 0.5;
    if (data[i] === 1 || regions.hair.data[i]! > 0.5) data[i] = HAIR;
    else if (person && seen !== BACKGROUND && seen !== HAIR) data[i] = seen;
    else if (regions.skin.data[i]! > 0.5) data[i] = SKIN;
    else data[i] = person && before.hair.data[i]! <= 0.5 ? CLOTH : BACKGROUND;
  }
  return { data, width, height };
}
