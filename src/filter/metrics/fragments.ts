/** Artefact: local distortion, told by the parser finding pieces of a face where no face has them. */
import { components } from '../../image/components.js';
import { resizeLabels } from '../../image/resize.js';
import type { PackManifest } from '../../pack/manifest.js';
import { type Metric, type View, worst } from './metric.js';

/**
 * Share of the subject's pixels that the parser puts into surplus islands, worst of the states: a third eye, a patch
 * of hair on the cheek, skin in the background. A face has a known number of connected regions of each class; the
 * largest so many are taken for these, all smaller ones are surplus. Islands of background count as well: they are
 * holes in the subject.
 */
export const fragments: Metric = {
  name: 'fragments',
  unit: '% of the subject',
  direction: 'lower',
  range: [0, 100],
  describe: 'Share of parsed pixels in islands that a face does not have, worst of the states.',
  measure: ({ views, manifest }) =>
    worst(
      views.map((view) => surplus(view, manifest)),
      Math.max,
    ),
};

/** Regions of a class in a good face; one where not listed. Hair hides parts: ears, brows and shoulders come apart. */
const EXPECTED: Readonly<Record<string, number>> = {
  background: 3,
  skin: 2,
  ear: 2,
  lips: 2,
  eye: 2,
  brow: 2,
  hair: 3,
  neck: 2,
  cloth: 3,
};

const SEARCH_PX = 256;

function surplus({ labels }: View, manifest: PackManifest): number | undefined {
  const classes = manifest.scorers.parsing?.classes;
  if (!labels || !classes) return undefined;
  const side = Math.min(SEARCH_PX, labels.width);
  const map = resizeLabels(labels, side, Math.round((labels.height * side) / labels.width));
  const background = classes.indexOf('background');
  const areas = new Map<number, number[]>();
  for (const { label, area } of components(map)) areas.set(label, [...(areas.get(label) ?? []), area]);
  const subject = map.data.length - (areas.get(background) ?? []).reduce((a, b) => a + b, 0);
  if (subject === 0) return undefined;
  let extra = 0;
  for (const [label, found] of areas) {
    const expected = EXPECTED[classes[label] ?? ''] ?? 1;
    for (const area of found.sort((a, b) => b - a).slice(expected)) extra += area;
  }
  return Math.min(100, (100 * extra) / subject);
}
