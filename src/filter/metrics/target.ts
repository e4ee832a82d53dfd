/** Whether the pair shows the edit: the target attribute on both ends, and how far inside the accepted bands. */
import type { Band, RgbPlanes } from '../../pair.js';
import { type Metric, type PairView, type View, worst } from './metric.js';

const raw = { unit: "the attribute's", direction: 'none', range: [-Infinity, Infinity] } as const;

/** Raw score of the target attribute on *before*. */
export const targetBefore: Metric = {
  ...raw,
  name: 'target_before',
  describe: 'Score of the edited attribute on before.',
  measure: ({ views, edit }) => scoreOf(views[0], edit),
};

/** Raw score of the target attribute on *after*. */
export const targetAfter: Metric = {
  ...raw,
  name: 'target_after',
  describe: 'Score of the edited attribute on after.',
  measure: ({ views, edit }) => scoreOf(views.at(-1)!, edit),
};

const inside = { unit: 'span', direction: 'higher', range: [-Infinity, Infinity] } as const;

/** Worst margin of the states between the two ends. */
export const targetBetween: Metric = {
  ...inside,
  name: 'target_between',
  describe: 'Smallest signed distance inside the target bands over the steps between before and after.',
  measure: (pair) => worst(margins(pair).slice(1, -1), Math.min),
};

/** Worst margin of all states. */
export const targetMargin: Metric = {
  ...inside,
  name: 'target_margin',
  describe: 'Smallest signed distance inside the target bands over all states; negative is outside.',
  measure: (pair) => worst(margins(pair), Math.min),
};

/**
 * What the search of the strength found. It also is 0 when an image holds numbers that are not finite: such an image
 * cannot be measured, and what cannot be measured is not gated.
 */
export const targetReached: Metric = {
  name: 'target_reached',
  unit: '0 or 1',
  direction: 'higher',
  range: [0, 1],
  describe: 'Whether the strength search reached every target, with finite images.',
  measure: ({ edit, views }) => (edit.reached && views.every((v) => allFinite(v.image)) ? 1 : 0),
};

/** A loop, as a callback a value takes ten times as long. */
function allFinite({ data }: RgbPlanes): boolean {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return false;
  return true;
}

function margins({ views, edit, manifest }: PairView): (number | undefined)[] {
  const attribute = manifest.scorers.attributes?.attributes.find((a) => a.name === edit.attribute);
  if (!attribute) return views.map(() => undefined);
  return views.map((view, i) => {
    const score = scoreOf(view, edit);
    const depth = score === undefined ? undefined : insideBy(score, edit.targets[i] ?? {});
    return depth === undefined ? undefined : depth / attribute.span;
  });
}

function scoreOf({ attributes }: View, { attribute }: PairView['edit']): number | undefined {
  return attribute === undefined ? undefined : attributes[attribute];
}

/** Signed distance of a score to the nearest end of a band, positive inside; undefined for a band without ends. */
export function insideBy(score: number, { min, max }: Band): number | undefined {
  const depth = Math.min(min === undefined ? Infinity : score - min, max === undefined ? Infinity : max - score);
  return depth === Infinity ? undefined : depth;
}
