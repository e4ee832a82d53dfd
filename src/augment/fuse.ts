/** Fusing: what the edit should not touch is taken from *before*, in every state. Pair → Pair. */
import type { Models } from '../engine/models.js';
import { DiptychError } from '../errors.js';
import { meanChange } from '../image/difference.js';
import { pixelsBesides, pixelsOutside } from '../image/region.js';
import type { PackManifest } from '../pack/manifest.js';
import { type LabelMap, type Pair, type Plane, type RgbPlanes, type State, statesOf } from '../pair.js';
import type { Recipe } from '../recipe.js';
import { blend } from './blend.js';
import { editMask, unionMask } from './mask.js';
import { seam } from './seam.js';

/** Options of the fuse stage. */
export interface FuseOptions {
  readonly models: Pick<Models, 'parse' | 'manifest'>;
  readonly fuse: Recipe['fuse'];
}

/**
 * Blends every state but *before* onto *before*, within the mask of the classes that the edit may touch; sets the
 * pair's mask to the union over states. Notes what fusing hides: `outside_change_raw`, the mean |ΔRGB| outside the
 * mask before fusing, and `seam`, both in 0..255, worst of the states; absent where the mask leaves nothing to see.
 *
 * Pairs that missed their target pass untouched, as do all pairs when fusing is off or the pack has no parser.
 * Throws E_RECIPE for a class to keep that the pack does not parse.
 */
export async function* fuse(source: AsyncIterable<Pair>, { models, fuse: recipe }: FuseOptions): AsyncIterable<Pair> {
  const parse = recipe.enabled ? models.parse : undefined;
  const keep = parse ? keptClasses(models.manifest, recipe.keep) : [];
  for await (const pair of source) {
    if (!parse || !pair.edit.reached) yield pair;
    else yield fusePair(pair, await parse(statesOf(pair).map((s) => s.image)), keep, recipe);
  }
}

function keptClasses(manifest: PackManifest, names: readonly string[]): number[] {
  const classes = manifest.scorers.parsing?.classes ?? [];
  return names.map((name) => {
    const label = classes.indexOf(name);
    if (label >= 0) return label;
    throw new DiptychError(
      'E_RECIPE',
      `Expected a parsing class of pack ${manifest.name} for fuse.keep but received ${JSON.stringify(name)}`,
      { hint: `Its classes are ${classes.join(', ')}` },
    );
  });
}

interface Joined {
  readonly state: State;
  readonly mask: Plane;
  readonly outsideChange: number | undefined;
  readonly seam: number | undefined;
}

function fusePair(pair: Pair, labels: readonly LabelMap[], keep: readonly number[], recipe: Recipe['fuse']): Pair {
  const { image } = pair.before;
  const [first, ...others] = labels;
  const joined = [...pair.between, pair.after].map((state, i) => join(image, first!, state, others[i]!, keep, recipe));
  const outside = worst(joined.map((j) => j.outsideChange));
  const visible = worst(joined.map((j) => j.seam));
  return {
    ...pair,
    between: joined.slice(0, -1).map((j) => j.state),
    after: joined.at(-1)!.state,
    mask: unionMask(joined.map((j) => j.mask)),
    notes: {
      ...pair.notes,
      ...(outside === undefined ? {} : { outside_change_raw: outside }),
      ...(visible === undefined ? {} : { seam: visible }),
    },
  };
}

function join(
  before: RgbPlanes,
  beforeLabels: LabelMap,
  state: State,
  labels: LabelMap,
  keep: readonly number[],
  recipe: Recipe['fuse'],
): Joined {
  const scale = before.width / 128;
  const widths = { growPx: recipe.growPx * scale, featherPx: recipe.featherPx * scale };
  const mask = editMask(beforeLabels, labels, keep, widths);
  const image = blend(before, state.image, mask, pixelsBesides(labels, keep));
  return {
    state: { ...state, image },
    mask,
    outsideChange: meanChange(before, state.image, pixelsOutside(mask)),
    seam: seam(before, state.image, image, mask),
  };
}

function worst(values: readonly (number | undefined)[]): number | undefined {
  const measured = values.filter((v) => v !== undefined);
  return measured.length === 0 ? undefined : Math.max(...measured);
}
