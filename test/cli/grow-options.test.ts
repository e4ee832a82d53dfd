import { afterEach, expect, test, vi } from 'vitest';
import { growCommand } from '../../src/cli/grow.js';
import { type GrowRecipe, growRecipeSchema } from '../../src/grow-recipe.js';

/** The recipes that the command would have run. */
const received = vi.hoisted(() => [] as GrowRecipe[]);

vi.mock('../../src/grow.js', () => ({
  // biome-ignore lint/correctness/useYield: a run that makes nothing has nothing to tell
  async *grow(recipe: GrowRecipe) {
    received.push(recipe);
    return { out: '', tried: 0, kept: recipe.count, wanted: recipe.count, dropped: {}, gates: [], interrupted: false };
  },
}));

const { GROW_FLAGS, GROW_RECIPE_ONLY } = (await import(new URL('../../docs/flags.js', import.meta.url).href)) as {
  GROW_FLAGS: Readonly<Record<string, string>>;
  GROW_RECIPE_ONLY: Readonly<Record<string, string>>;
};

/** A value that differs from the default, for every flag that sets a key of the recipe. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--portraits': ['photos'],
  '--templates': ['bob,afro'],
  '--colours': ['red,match'],
  '--before': ['0.2'],
  '--growth': ['0.4..0.8'],
  '--sequence': ['6'],
  '--strands': ['1000'],
  '--size': ['256'],
  '--no-align': [],
  '--psi': ['0.5'],
  '--no-remove': [],
  '--count': ['3'],
  '--seed': ['4'],
  '--max-tries': ['9'],
  '--gate': ['floaters=off'],
  '--no-maps': [],
  '--format': ['webp'],
  '--no-provenance': [],
};

/** Flags that say how to run; they must leave the recipe alone. */
const RUN_ONLY: Readonly<Record<string, readonly string[]>> = {
  '--out': ['elsewhere'],
  '--face-model': ['models'],
  '--shard': ['1/2'],
  '--workers': ['1'],
  '--threads': ['2'],
  '--provider': ['cpu'],
  '--overwrite': [],
};
/** Flags that take no part: the source of a recipe, and what is printed. */
const OTHERS = ['--recipe', '--dry-run', '--json', '--quiet'];

afterEach(() => {
  received.length = 0;
});

async function recipeWith(...flags: string[]): Promise<GrowRecipe> {
  await growCommand(() => {})
    .exitOverride()
    .configureOutput({ writeErr: () => {} })
    .parseAsync([...flags, '--quiet'], { from: 'user' });
  return received.at(-1)!;
}

function valueAt(recipe: GrowRecipe, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], recipe);
}

test('every key at the top of a recipe has a flag, or a reason to be set in a recipe file only', () => {
  const withFlag = new Set(Object.keys(GROW_FLAGS).map((key) => key.split('.')[0]!));
  const covered = [...withFlag, ...Object.keys(GROW_RECIPE_ONLY)].sort();
  expect(covered).toEqual(Object.keys(growRecipeSchema.shape).sort());
});

test.each(Object.entries(GROW_FLAGS))('%s is set by %s', async (key, flag) => {
  const plain = await recipeWith();
  const changed = await recipeWith(flag, ...VALUES[flag]!);
  expect(valueAt(changed, key)).not.toEqual(valueAt(plain, key));
});

test.each(Object.keys(VALUES))('%s sets nothing that is said to have no flag', async (flag) => {
  const plain = await recipeWith();
  const changed = await recipeWith(flag, ...VALUES[flag]!);
  for (const key of Object.keys(GROW_RECIPE_ONLY)) expect(valueAt(changed, key)).toEqual(valueAt(plain, key));
});

test.each(Object.entries(RUN_ONLY))('%s leaves the recipe alone', async (flag, value) => {
  expect(await recipeWith(flag, ...value)).toEqual(await recipeWith());
});

test('the command has no flag besides these', () => {
  const flags = growCommand(() => {}).options.map((option) => option.long!);
  const known = [...Object.keys(VALUES), ...Object.keys(RUN_ONLY), ...OTHERS];
  expect(flags.sort()).toEqual(known.sort());
});

test('a length may be one number, and --before keeps the lengths of --growth', async () => {
  expect((await recipeWith('--growth', '0.5', '--before', '0.1')).growth).toEqual({ before: 0.1, min: 0.5, max: 0.5 });
});

test.each([
  ['--growth', '0.9..0.2'],
  ['--growth', '0.2..0.4..0.6'],
  ['--growth', 'long'],
  ['--growth', '..1'],
  ['--before', '1.5'],
  ['--shard', '3/2'],
  ['--sequence', '1'],
  ['--size', '63'],
  ['--templates', 'bob,,afro'],
])('%s %s is refused', async (flag, value) => {
  await expect(recipeWith(flag, value)).rejects.toMatchObject({ code: 'commander.invalidArgument' });
  expect(received).toEqual([]);
});
