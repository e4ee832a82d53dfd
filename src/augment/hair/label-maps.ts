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
 * SEAN's label map of a portrait with drawn hair: hair where the mask says so; elsewhere what `parsing` says (numbered
 * as CELEBAMASK_CLASSES), old hair that is gone becoming skin or background by `regions`. Without parsing there are
 * only skin, clothes (the rest of the person) and background: enough to edit hair, not to make faces. Allocates.
 */
export function seanLabels(
  mask: Plane,
  regions: Pick<PortraitRegions, 'skin' | 'person'>,
  parsing?: LabelMap,
): LabelMap {
  const { width, height } = mask;
  invariant(!parsing || parsing.data.length === mask.data.length, 'mask and parsing have one size');
  const data = hairPixels(mask);
  for (let i = 0; i < data.length; i++) {
    const person = regions.person.data[i]! > 0.5;
    const bare = regions.skin.data[i]! > 0.5;
    const seen = parsing?.data[i];
    if (data[i] === 1) data[i] = HAIR;
    else if (seen !== undefined && seen !== HAIR) data[i] = seen;
    else if (bare || (seen === HAIR && person)) data[i] = SKIN;
    else data[i] = person ? CLOTH : BACKGROUND;
  }
  return { data, width, height };
}
