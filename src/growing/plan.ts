/** What candidate `index` of a recipe is: which portrait, which style, which colour, how long. Pure. */
import type { GrowRecipe } from '../grow-recipe.js';
import { permutation, streamOf } from '../random.js';

/** How many there are to choose from. */
export interface Choices {
  /** Portraits of a folder; absent for sampled heads, each of which is new. */
  readonly portraits?: number | undefined;
  readonly templates: number;
  readonly colours: number;
}

/** A candidate, as numbers of what there is to choose from. */
export interface GrowPlan {
  readonly index: number;
  readonly portrait: number;
  readonly template: number;
  readonly colour: number;
  /** Length of the hair in each image, before first, as a share of the style's own. */
  readonly growth: readonly number[];
  /** Seed of the strands. */
  readonly seed: number;
}

/**
 * Portraits, styles and colours are each gone through in rounds, every round in an order of its own: all are used
 * alike, and which style meets which portrait is chance.
 */
export function planOf(recipe: GrowRecipe, index: number, choices: Choices): GrowPlan {
  const { seed, growth, sequence = 2 } = recipe;
  const random = streamOf(seed, index, 'grow');
  const most = growth.min + (growth.max - growth.min) * random();
  const steps = Array.from({ length: sequence }, (_, i) => i / (sequence - 1));
  return {
    index,
    portrait: choices.portraits === undefined ? index : turn(seed, index, choices.portraits, 'portraits'),
    template: turn(seed, index, choices.templates, 'templates'),
    colour: turn(seed, index, choices.colours, 'colours'),
    growth: steps.map((step) => growth.before + (most - growth.before) * step),
    seed: Math.floor(random() * 2 ** 32),
  };
}

/** Number `index` of an endless sequence of permutations of 0 … count − 1. */
function turn(seed: number, index: number, count: number, what: string): number {
  return permutation(count, streamOf(seed, Math.floor(index / count), `grow/${what}`))[index % count]!;
}

/** Labels of the images of a candidate: before, growth-<per cent of the way> between, after. */
export function labelsOf(count: number): string[] {
  return Array.from({ length: count }, (_, i) => {
    if (i === 0) return 'before';
    return i === count - 1 ? 'after' : `growth-${String(Math.round((100 * i) / (count - 1))).padStart(2, '0')}`;
  });
}
