/**
 * pix2pixHD (NVIDIA/pix2pixHD, data/aligned_dataset.py): `<phase>_A/<key>.png` and `<phase>_B/<key>.png`. The loader
 * pairs the two folders by sorted order alone, so both get the same names, and files that it would not list (webp)
 * become PNG in both.
 */
import { writeFile } from 'node:fs/promises';
import { exportRows } from './folder.js';
import { leafOf, makeFolders } from './leaf.js';
import type { Exporter } from './summary.js';
import { asAccepted } from './transcode.js';

const ACCEPTED = ['png', 'jpg'];
const phaseOf = (split: string): string => (split === 'validation' ? 'val' : split);

/** Exports for pix2pixHD; load with `--label_nc 0 --no_instance`. */
export const exportPix2pixHd: Exporter = (root, out, options = {}) =>
  exportRows('pix2pixhd', root, out, options, phaseOf, async (folder) => {
    const folders = makeFolders(folder);
    return {
      async add({ key, record, input, output }) {
        for (const [side, file] of [['A', input] as const, ['B', output] as const]) {
          const { bytes, extension } = await asAccepted(file, ACCEPTED, 'png');
          const place = `${phaseOf(record.split)}_${side}/${leafOf(record.index)}`;
          await writeFile(await folders(place, `${key}.${extension}`), bytes);
        }
      },
      finish: async () => ['Load with --label_nc 0 --no_instance'],
    };
  });
