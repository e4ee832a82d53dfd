import { expect, test } from 'vitest';
import { resolveGrowRecipe } from '../../src/growing/resolve.js';

test('flags lie over the file, the file over the defaults', () => {
  const recipe = resolveGrowRecipe({
    file: { count: 3, growth: { before: 0.2 }, strands: 1000 },
    flags: { count: 5, growth: { max: 0.9, before: undefined }, size: undefined },
  });
  expect(recipe).toMatchObject({ job: 'grow', count: 5, strands: 1000, growth: { before: 0.2, min: 0.7, max: 0.9 } });
  expect(recipe.size).toBeUndefined();
});

test.each([
  [{ counts: 3 }, /unknown key counts, did you mean count\?/],
  [{ growth: { befor: 0 } }, /growth\.befor, did you mean before\?/],
  [{ growth: { min: 0.9, max: 0.3 } }, /min ≤ max for growth/],
  [{ growth: { before: 0.8 } }, /hair that grows/],
  [{ gates: { floaters: { min: 2, max: 1 } } }, /min ≤ max for gates.floaters/],
  [{ strands: 5 }, /strands/],
])('%j is refused by name', (file, message) => {
  expect(() => resolveGrowRecipe({ file, fileName: 'mine.yaml' })).toThrow(
    expect.objectContaining({ code: 'E_RECIPE', message: expect.stringMatching(message) }),
  );
});
