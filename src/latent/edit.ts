/**
 * Stage: candidates → pairs. Each end of a pair is the smallest move along the direction whose score reaches its target;
 * `before` stays the sample itself where that already does.
 */
import type { Models } from '../engine/models.js';
import { DiptychError } from '../errors.js';
import type { AttributeScores, Band, Candidate, Pair, RgbPlanes, State } from '../pair.js';
import { pairId } from '../pair.js';
import type { Recipe } from '../recipe.js';
import { type Direction, move } from './direction.js';
import { searchStrength } from './search.js';

/** What the stage needs: the direction resolved for this generator, and a way to draw a candidate's latents. */
export interface EditOptions {
  readonly models: Models;
  readonly direction: Direction;
  readonly edit: Recipe['edit'];
  /** Images of W+ latents of one candidate, with the noise that all its images share. */
  readonly synthesise: (candidate: Candidate, ws: readonly Float32Array[]) => Promise<RgbPlanes[]>;
}

/** Every candidate gives a pair; one whose targets were not reached says so in `edit.reached`. */
export async function* edit(source: AsyncIterable<Candidate>, options: EditOptions): AsyncIterable<Pair> {
  for await (const candidate of source) yield await editOne(candidate, options);
}

/**
 * Share of the attribute's span by which the search aims inside the target: fusing and rounding to bytes move the score
 * a little, and a pair that was brought to the very edge would fall off it.
 */
const MARGIN = 0.02;

interface Step {
  readonly label: string;
  readonly band: Band;
}

async function editOne(candidate: Candidate, options: EditOptions): Promise<Pair> {
  const { edit: plan, direction, models } = options;
  const tried = new Map<number, Omit<State, 'label'>>();
  const evaluate = async (strengths: readonly number[]): Promise<number[]> => {
    // Steps of a stack sweep the same strengths: an image is drawn once.
    const fresh = strengths.filter((strength) => !tried.has(strength));
    const states = fresh.length > 0 ? await synthesiseAt(candidate, fresh, options) : [];
    for (const state of states) tried.set(state.strength, state);
    return strengths.map((strength) => scoreOf(tried.get(strength)!.attributes, plan));
  };
  const [score] = await evaluate([0]);
  const steps = stepsOf(plan, score!);
  const found: { strength: number; reached: boolean }[] = [];
  if (plan.strength === 'search') {
    const span = models.manifest.scorers.attributes?.attributes.find((a) => a.name === plan.attribute)?.span ?? 0;
    for (const step of steps) {
      const band = tightened(step.band, MARGIN * span);
      // What one end leaves of the budget the next may use; each end is owed an equal share.
      const budget = Math.floor((plan.maxEvaluations - tried.size) / (steps.length - found.length));
      const start = { strength: 0, score: score! };
      found.push(await searchStrength({ evaluate, band, range: direction.range, start, rising: true, budget }));
      if (!found.at(-1)!.reached) break;
    }
  } else {
    const forced = steps.map((_, i) => ((plan.strength as number) * i) / (steps.length - 1));
    await evaluate(forced.slice(1));
    found.push(...forced.map((strength) => ({ strength, reached: true })));
  }
  const reached = found.length === steps.length && found.every((end) => end.reached);
  const states = steps.map(({ label }, i) => {
    const strength = found[i]?.strength ?? 0;
    return { label, ...tried.get(strength)! };
  });
  const { width, height } = states[0]!.image;
  return {
    id: pairId(candidate.index),
    candidate,
    before: states[0]!,
    between: states.slice(1, -1),
    after: states.at(-1)!,
    mask: { data: new Float32Array(width * height).fill(1), width, height },
    edit: {
      direction: direction.name,
      attribute: plan.attribute,
      evaluations: tried.size,
      reached,
      targets: steps.map((step) => step.band),
    },
    notes: {},
  };
}

/** Ends and steps in order; a swap starts from the end that the face is nearer to. */
function stepsOf(plan: Recipe['edit'], score: number): Step[] {
  const backwards = plan.swap && gap(score, plan.after) < gap(score, plan.before);
  return [
    { label: 'before', band: backwards ? plan.after : plan.before },
    ...plan.between.map(({ label, target }) => ({ label, band: target })),
    { label: 'after', band: backwards ? plan.before : plan.after },
  ];
}

/** A band shrunk from each of its ends, by a quarter of its width at most. */
function tightened({ min, max }: Band, margin: number): Band {
  const inset = Math.min(margin, ((max ?? Infinity) - (min ?? -Infinity)) / 4);
  return { min: min === undefined ? undefined : min + inset, max: max === undefined ? undefined : max - inset };
}

/** Distance of a score to a band, 0 inside. */
const gap = (score: number, { min = -Infinity, max = Infinity }: Band): number => Math.max(min - score, score - max, 0);

async function synthesiseAt(
  candidate: Candidate,
  strengths: readonly number[],
  { models, direction, edit: plan, synthesise }: EditOptions,
): Promise<Omit<State, 'label'>[]> {
  const { numWs, wDim } = models.manifest.generator;
  const ws = strengths.map((strength) => move(candidate.ws, direction, strength, { numWs, wDim }, plan.layers));
  const images = await synthesise(candidate, ws);
  const attributes = (await models.attributes?.(images)) ?? images.map(() => ({}));
  return strengths.map((strength, i) => ({ strength, image: images[i]!, attributes: attributes[i]! }));
}

/** Score of the edited attribute; NaN where there is none and the move is forced, so that none is needed. */
function scoreOf(attributes: AttributeScores, { attribute: name, strength }: Recipe['edit']): number {
  const score = name === undefined ? undefined : attributes[name];
  if (score !== undefined) return score;
  if (strength !== 'search') return Number.NaN;
  throw new DiptychError('E_PACK', `Expected a scorer of ${name ?? 'an attribute'} in the pack but received none`, {
    hint: 'Use a pack that measures the attribute, or force the move with --strength',
  });
}
