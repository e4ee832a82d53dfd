/** Puts a foreign template on the generic head. Pure. */
import { invariant } from '../../../errors.js';
import { type DistanceField, distanceField } from '../head/distance.js';
import type { HeadModel, Strands } from '../types.js';
import { attachStrands, FLOATING } from './attach.js';
import { arcOf } from './resample.js';
import { feetOnScalp, scalpTarget } from './scalp-target.js';
import { settle } from './settle.js';
import { applySimilarity, type Similarity } from './similarity.js';
import { type Axis, badTemplate, type PlacingHints } from './template.js';
import { bringUpright, rootsOf, turn } from './upright.js';

/** Hair is shorter than this, cm, but for the longest tenth: otherwise its roots cover a part of a scalp only. */
const LONGEST = 150;
const HINT = 'Say how it lies, or which files belong together, in a template.json';

/** How to place; what is left out is found. */
export interface PlaceOptions extends PlacingHints {
  /** What errors call the template. */
  readonly name?: string | undefined;
  /** Distances around the head; made when left out, which takes most of a second. */
  readonly field?: DistanceField | undefined;
}

/** A template on the head, and how it came to lie there. */
export interface Placed {
  /** cm, head space; every strand begins on the scalp. */
  readonly strands: Strands;
  /** From the file's space to head space, before it was made to lie on the head. */
  readonly similarity: Similarity;
  readonly up: Axis;
  readonly forward: Axis;
  /** Quality: mean distance between where the similarity has a root and the scalp, cm, without roots that hang on hair. */
  readonly rootDistance: number;
  /** Strands that hung on other hair and now begin as it does. */
  readonly hung: number;
  /** Strands that were left out since they floated. */
  readonly dropped: number;
}

/**
 * Axes, size and place of foreign strands are found by bringing their roots onto the scalp; then hair is bent to this
 * head, strands that hang on others are led back to the scalp, and what floats is left out. All are scalp hair.
 *
 * Good placings have a rootDistance below 1 cm; above 2 cm, or with half of the strands dropped, say in a template.json
 * how the file lies: up, forward, scale and translate together are taken as they are, fewer narrow the search.
 *
 * @throws DiptychError E_DATASET when no root comes to lie on the scalp, or hair comes out longer than hair is.
 */
export function placeOnHead(strands: Strands, head: HeadModel, options: PlaceOptions = {}): Placed {
  invariant(strands.first.length > 1, 'a template has strands');
  const scalp = scalpTarget(head);
  const upright = given(options) ?? bringUpright(strands, scalp, options);
  const { similarity } = upright;
  checkLength(strands, similarity.scale, options.name);
  const moved: Strands = { ...strands, points: applySimilarity(similarity, strands.points) };
  const { distance } = feetOnScalp(scalp, rootsOf(moved));
  const attached = attachStrands(moved, distance);
  if (attached.strands.first.length === 1)
    throw badTemplate(
      'roots on the scalp',
      options.name ?? 'the template',
      'none',
      'Say how it lies in a template.json',
    );
  settle(attached.strands, scalp, options.field ?? distanceField(head));
  const near = distance.filter((each) => each <= FLOATING);
  return {
    strands: attached.strands,
    similarity,
    up: upright.up,
    forward: upright.forward,
    rootDistance: near.reduce((sum, each) => sum + each, 0) / (near.length || 1),
    hung: attached.hung,
    dropped: attached.dropped,
  };
}

/** A tail or a fringe alone is blown up until its few roots cover the scalp. */
function checkLength({ points, first }: Strands, scale: number, name = 'the template'): void {
  const lengths = Float32Array.from({ length: first.length - 1 }, (_, s) =>
    arcOf(points, first[s]!, first[s + 1]!),
  ).sort();
  const long = lengths[Math.floor(0.9 * (lengths.length - 1))]! * scale;
  if (long > LONGEST) throw badTemplate(`hair up to ${LONGEST} cm`, name, `${long.toFixed(0)} cm`, HINT);
}

/** The similarity that hints give in full. */
function given({ up, forward, scale, translate }: PlacingHints) {
  if (!up || !forward || scale === undefined || !translate) return undefined;
  return { similarity: { rotation: turn({ up, forward }).rotation, scale, translation: translate }, up, forward };
}
