/** A folder of single portraits, with folders inside as deep as one likes; a top folder called like a split is one. */
import { type Draft, type Layout, singleDraft, troubleDraft } from './draft.js';
import type { Place } from './folder.js';
import { splitOfPath } from './names.js';
import { treeOf, walkTrees } from './walk.js';

/** Reads every image as an item of its own. */
export function openPortraits(root: string, place: Place): Layout {
  return {
    describe: 'single portraits: every image is an item',
    async *drafts(): AsyncGenerator<Draft> {
      for await (const { key, files, trouble } of walkTrees(root, [treeOf(place, 'image')])) {
        if (trouble) yield troubleDraft('single', key, trouble.reason, trouble.detail);
        else yield singleDraft({ role: 'image', path: files[0]!.path }, { key, split: splitOfPath(key) });
      }
    },
  };
}
