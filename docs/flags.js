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
  class: '--class',
  'edit.direction': '--direction',
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

/** Flags of `diptych grow`, likewise. */
export const GROW_FLAGS = {
  portraits: '--portraits',
  templates: '--templates',
  colours: '--colours',
  'growth.before': '--before',
  'growth.min': '--growth',
  'growth.max': '--growth',
  sequence: '--sequence',
  strands: '--strands',
  size: '--size',
  align: '--no-align',
  psi: '--psi',
  remove: '--no-remove',
  count: '--count',
  seed: '--seed',
  maxTries: '--max-tries',
  gates: '--gate',
  maps: '--no-maps',
  'write.format': '--format',
  'write.provenance': '--no-provenance',
};

/** Top-level keys of `grow` that only a recipe file can set, likewise. */
export const GROW_RECIPE_ONLY = {
  version: 'Names the format of the file itself.',
  job: 'Is what the command says already.',
  name: 'Is the heading of a dataset, chosen once and kept with it.',
  prompt: 'Is text for the student, chosen with the dataset’s name.',
  portraitsSha256: 'Is filled in when a recipe is resolved, and checked when the resolved recipe is run again.',
  templatesSha256: 'Likewise.',
  coloursSha256: 'Likewise.',
  models: 'Likewise.',
  stubble: 'Is a matter of taste that is settled by looking, once for a dataset.',
  fuse: 'Its options are measured, and seldom changed.',
};
