/**
 * Diptych as a library, in the order in which data flows:
 *
 *   resolveRecipe ─► generate | rehearse          the job, as events; a rehearsal writes nothing
 *   curate | rehearseCuration                     a clean dataset out of one that exists (openSource: its items)
 *   resolveGrowRecipe ─► grow | rehearseGrowth    hair-growth pairs; styles, colours, templates, maps
 *   importPack ─► openPack                        a checkpoint and ONNX scorers as a pack
 *   gaussianOfSeed, buildMapping, buildSynthesis  numpy's z; StyleGAN2 as ONNX graphs
 *   fitPackDirections, sefa, projectOut, move     directions of the latent space
 *   fuse, score, gatesFor, judge                  from images to a verdict
 *   readDataset, EXPORTERS                        what was written, and other layouts of it
 */
export { joinFrequency, splitFrequency } from './augment/frequency.js';
export { angularError } from './augment/hair/angular-error.js';
export { HAIR_COLOURS, namedColour } from './augment/hair/colours.js';
export { hairStyleSchema, STYLES } from './augment/hair/grow/index.js';
export { celebParsing, michiganLabels, seanLabels } from './augment/hair/label-maps.js';
export { encodeOrientation, orientationMap } from './augment/hair/orientation.js';
export { openTemplate, writeTemplate } from './augment/hair/template/index.js';
export { fuse } from './augment/index.js';
export { parseNpy } from './checkpoint/npy.js';
export { parseNpz } from './checkpoint/npz.js';
export { type CurateRun, type CurateSummary, curate } from './curate.js';
export { type CurateOptions, curateOptionsSchema } from './curate-options.js';
export { type CurationPlan, rehearseCuration } from './curation/rehearse.js';
export { EXPORTERS } from './dataset/export/index.js';
export { readDataset } from './dataset/reader.js';
export { type PairRecord, pairRecordSchema } from './dataset/record.js';
export { openSource, readRef, type Source } from './dataset/source/index.js';
export type { ProgressEvent, RunCounts } from './engine/events.js';
export { loadModels } from './engine/load.js';
export type { Models } from './engine/models.js';
export { DiptychError, EXIT, exitCodeOf } from './errors.js';
export { type Gate, gatesFor, judge, score } from './filter/index.js';
export { fitPackDirections } from './fit-directions.js';
export { generate, type RunOptions, type RunSummary } from './generate.js';
export { type GrowOptions, type GrowSummary, grow } from './grow.js';
export { type GrowRecipe, growRecipeSchema } from './grow-recipe.js';
export { rehearseGrowth } from './growing/rehearse.js';
export { resolveGrowRecipe } from './growing/resolve.js';
export type { Item, ItemRecord, Measurement } from './item.js';
export { type Direction, distance, move, projectOut, searchStrength, sefa } from './latent/index.js';
export { measureDirections } from './measure-directions.js';
export { buildPack } from './pack/build.js';
export { type ImportedPack, type ImportOptions, importPack } from './pack/import.js';
export { readDirection } from './pack/import-direction.js';
export { openPack, type Pack, verifyPack } from './pack/load.js';
export type { PackManifest } from './pack/manifest.js';
export { sefaOfCheckpoint, sefaOfPack } from './pack/sefa.js';
export type { Candidate, JudgedPair, Pair, RgbPlanes, ScoredPair, Verdict } from './pair.js';
export { PRESET_NAMES, presetOf } from './presets.js';
export { type Recipe, type RecipeInput, recipeSchema } from './recipe.js';
export { readRecipeFile } from './recipe-file.js';
export { type Plan, rehearse } from './rehearse.js';
export { resolveRecipe } from './resolve.js';
export { buildMapping } from './stylegan/mapping.js';
export { gaussianOfSeed, parseSeeds } from './stylegan/seed.js';
export { buildSynthesis } from './stylegan/synthesis.js';
