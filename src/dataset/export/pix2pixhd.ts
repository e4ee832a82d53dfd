/**
 * pix2pixHD (NVIDIA/pix2pixHD, data/aligned_dataset.py): `<phase>_A/<key>.png` and `<phase>_B/<key>.png`. The loader
 * pairs the two folders by sorted order alone, so both get the same names: files that it would not list (webp), and a
 * pair of two formats, become PNG in both.
 */
import { writeFile } from 'node:fs/promises';
import { exportRows } from './folder.js';
import { leafOf, makeFolders } from './leaf.js';
import { extensionOf } from './row.js';
import type { Exporter } from './summary.js';
import { asAccepted } from './transcode.js';

const ACCEPTED = ['png', 'jpg'];
const phaseOf = (split: string): string => (split === 'validation' ? 'val' : split);

/** Exports for pix2pixHD; load with `--label_nc 0 --no_instance`. */
export const exportPix2pixHd: Exporter = (root, out, options = {}) =>
  exportRows({ name: 'pix2pixhd', splitName: phaseOf }, root, out, options, async (folder) => {
    const folders = makeFolders(folder);
    return {
      async add({ key, index, split, images }) {
        const [input, output] = [images.input!, images.output!];
        const accepted = extensionOf(input.path) === extensionOf(output.path) ? ACCEPTED : ['png'];
        for (const [side, file] of [['A', input] as const, ['B', output] as const]) {
          const { bytes, extension } = await asAccepted(file, accepted, 'png');
          const place = `${phaseOf(split)}_${side}/${leafOf(index)}`;
          await writeFile(await folders(place, `${key}.${extension}`), bytes);
        }
      },
      finish: async () => ['Load with --label_nc 0 --no_instance'],
    };
  });
