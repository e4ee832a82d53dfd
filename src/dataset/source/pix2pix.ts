/** pix2pix (junyanz/pytorch-CycleGAN-and-pix2pix, aligned_dataset.py): one image holds before on the left, after on the right. */
import { type Draft, type Layout, pairDraft, troubleDraft } from './draft.js';
import type { Place } from './folder.js';
import { splitOfPath } from './names.js';
import { treeOf, walkTrees } from './walk.js';

/** Reads every image as a pair of halves. */
export function openPix2pix(root: string, place: Place): Layout {
  return {
    describe: 'pix2pix: the left half of every image is before, the right half after',
    async *drafts(): AsyncGenerator<Draft> {
      for await (const { key, files, trouble } of walkTrees(root, [treeOf(place, 'image')])) {
        if (trouble) {
          yield troubleDraft('pair', key, trouble.reason, trouble.detail);
          continue;
        }
        const { path } = files[0]!;
        yield pairDraft(
          [
            { role: 'before', path, half: 'left' },
            { role: 'after', path, half: 'right' },
          ],
          { key, split: splitOfPath(key) },
        );
      }
    },
  };
}
