import { expect, test } from 'vitest';
import { growRecipeSchema } from '../../src/grow-recipe.js';
import { labelsOf, planOf } from '../../src/growing/plan.js';

const recipe = growRecipeSchema.parse({ seed: 7, growth: { before: 0.1, min: 0.4, max: 0.9 } });
const choices = { portraits: 5, templates: 3, colours: 2 };

test('a candidate is a function of recipe and index alone', () => {
  expect(planOf(recipe, 41, choices)).toEqual(planOf(recipe, 41, choices));
  expect(planOf({ ...recipe, seed: 8 }, 41, choices).seed).not.toBe(planOf(recipe, 41, choices).seed);
});

test('every round uses each portrait, style and colour once', () => {
  const plans = Array.from({ length: 30 }, (_, i) => planOf(recipe, i, choices));
  for (const [key, count] of [
    ['portrait', 5],
    ['template', 3],
    ['colour', 2],
  ] as const) {
    for (let start = 0; start < 30; start += count) {
      const round = plans.slice(start, start + count).map((plan) => plan[key]);
      expect([...round].sort()).toEqual(Array.from({ length: count }, (_, i) => i));
    }
  }
  const met = new Set(plans.map(({ portrait, template }) => `${portrait}/${template}`));
  expect(met.size).toBeGreaterThan(10);
});

test('hair grows from before to a length within the bounds', () => {
  for (let i = 0; i < 50; i++) {
    const { growth } = planOf(recipe, i, choices);
    expect(growth).toHaveLength(2);
    expect(growth[0]).toBe(0.1);
    expect(growth[1]).toBeGreaterThanOrEqual(0.4);
    expect(growth[1]).toBeLessThanOrEqual(0.9);
  }
});

test('a sequence grows in equal steps, with labels that sort', () => {
  const { growth } = planOf({ ...recipe, sequence: 6, growth: { before: 0, min: 1, max: 1 } }, 3, choices);
  for (const [i, share] of [0, 0.2, 0.4, 0.6, 0.8, 1].entries()) expect(growth[i]).toBeCloseTo(share, 12);
  expect(labelsOf(6)).toEqual(['before', 'growth-20', 'growth-40', 'growth-60', 'growth-80', 'after']);
});

test('sampled heads are all different', () => {
  const { portraits: _, ...sampled } = choices;
  expect(planOf(recipe, 123, sampled).portrait).toBe(123);
});
