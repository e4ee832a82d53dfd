import { afterEach, expect, test, vi } from 'vitest';
import { generateCommand } from '../../src/cli/generate.js';
import { type Recipe, recipeSchema } from '../../src/recipe.js';

/** The recipes that the command would have run. */
const received = vi.hoisted(() => [] as Recipe[]);

vi.mock('../../src/generate.js', () => ({
  // biome-ignore lint/correctness/useYield: a run that makes nothing has nothing to tell
  async *generate(recipe: Recipe) {
    received.push(recipe);
    return { out: '', tried: 0, kept: recipe.count, wanted: recipe.count, dropped: {}, gates: [], interrupted: false };
  },
}));

const { FLAGS, RECIPE_ONLY } = (await import(new URL('../../docs/flags.js', import.meta.url).href)) as {
  FLAGS: Readonly<Record<string, string>>;
  RECIPE_ONLY: Readonly<Record<string, string>>;
};

/** A value that differs from the default, for every flag that sets a key of the recipe. */
const VALUES: Readonly<Record<string, readonly string[]>> = {
  '--attribute': ['smile'],
  '--pack': ['other'],
  '--count': ['3'],
  '--seed': ['4'],
  '--seeds': ['85,600-601'],
  '--max-tries': ['9'],
  '--psi': ['0.5'],
  '--noise': ['seeded'],
  '--class': ['3'],
  '--direction': ['gender'],
  '--strength': ['1.5'],
  '--given': ['gender'],
  '--no-fuse': [],
  '--gate': ['spots=off'],
  '--format': ['webp'],
  '--no-provenance': [],
};

/** Flags that say how to run; they must leave the recipe alone. */
const RUN_ONLY: Readonly<Record<string, readonly string[]>> = {
  '--out': ['elsewhere'],
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

async function recipeWith(...flags: string[]): Promise<Recipe> {
  const start = flags.includes('--attribute') ? [] : ['--attribute', 'age'];
  await generateCommand(() => {})
    .exitOverride()
    .parseAsync([...start, ...flags, '--quiet'], { from: 'user' });
  return received.at(-1)!;
}

function valueAt(recipe: Recipe, key: string): unknown {
  return key
    .split('.')
    .reduce<unknown>((value, name) => (value as Record<string, unknown> | undefined)?.[name], recipe);
}

test('every key at the top of a recipe has a flag, or a reason to be set in a recipe file only', () => {
  const withFlag = new Set(Object.keys(FLAGS).map((key) => key.split('.')[0]!));
  const covered = [...withFlag, ...Object.keys(RECIPE_ONLY)].sort();
  expect(covered).toEqual(Object.keys(recipeSchema.shape).sort());
});

test.each(Object.entries(FLAGS))('%s is set by %s', async (key, flag) => {
  const plain = await recipeWith();
  const changed = await recipeWith(flag, ...VALUES[flag]!);
  expect(valueAt(changed, key)).not.toEqual(valueAt(plain, key));
});

test.each(Object.keys(VALUES))('%s sets nothing that is said to have no flag', async (flag) => {
  const plain = await recipeWith();
  const changed = await recipeWith(flag, ...VALUES[flag]!);
  for (const key of Object.keys(RECIPE_ONLY)) expect(valueAt(changed, key)).toEqual(valueAt(plain, key));
});

test.each(Object.entries(RUN_ONLY))('%s leaves the recipe alone', async (flag, value) => {
  expect(await recipeWith(flag, ...value)).toEqual(await recipeWith());
});

test('the command has no flag besides these', () => {
  const flags = generateCommand(() => {}).options.map((option) => option.long!);
  const known = [...Object.keys(VALUES), ...Object.keys(RUN_ONLY), ...OTHERS];
  expect(flags.sort()).toEqual(known.sort());
});
