/**
 * pix2pix (junyanz/pytorch-CycleGAN-and-pix2pix, data/aligned_dataset.py): `{train,val,test}/<key>.png`, before on the
 * left and after on the right of one image of twice the width. The loader sorts names and cuts at `int(w / 2)`.
 * Always PNG: its list of extensions has no webp.
 */
import { writeFile } from 'node:fs/promises';
import { besideBytes, encodeBytes } from '../../image/codec.js';
import { exportRows } from './folder.js';
import { leafOf, makeFolders } from './leaf.js';
import type { Exporter } from './summary.js';
import { decodeFile } from './transcode.js';

const splitName = (split: string): string => (split === 'validation' ? 'val' : split);

/** Exports for pix2pix; train with `--direction AtoB`. */
export const exportPix2pix: Exporter = (root, out, options = {}) =>
  exportRows({ name: 'pix2pix', splitName }, root, out, options, async (folder) => {
    const folders = makeFolders(folder);
    return {
      async add({ key, index, split, images }) {
        const [left, right] = [await decodeFile(images.input!), await decodeFile(images.output!)];
        const both = besideBytes(left.bytes, right.bytes, left.width, left.height);
        const image = await encodeBytes(both, left.width * 2, left.height, { format: 'png', xmp: right.xmp });
        const path = await folders(`${splitName(split)}/${leafOf(index)}`, `${key}.png`);
        await writeFile(path, image);
      },
      finish: async () => ['Train with --dataset_mode aligned --direction AtoB'],
    };
  });
