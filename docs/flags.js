/** Flags of `diptych generate` by the recipe key that they set. Checked against the command in test/cli/options.test.ts. */

/** @type {Readonly<Record<string, string>>} */
export const FLAGS = {
  name: '--attribute',
  prompt: '--attribute',
  falseMatchRate: '--attribute',
  pack: '--pack',
  count: '--count',
  seed: '--seed',
  seeds: '--seeds',
  maxTries: '--max-tries',
  psi: '--psi',
  noise: '--noise',
  'edit.strength': '--strength',
  'edit.given': '--given',
  'fuse.enabled': '--no-fuse',
  gates: '--gate',
  'write.format': '--format',
  'write.provenance': '--no-provenance',
};

/** Top-level keys that only a recipe file can set, and why a flag would be of no use. */
export const RECIPE_ONLY = {
  version: 'Names the format of the file itself.',
  packSha256: 'Is filled in when a recipe is resolved, and checked when the resolved recipe is run again.',
  cutoff: 'Counts layers of one generator, so it belongs beside the pack that it was chosen for.',
};
