/**
 * The recipe of `grow`: everything that a dataset of hair-growth pairs is a function of, besides the portraits' bytes,
 * which it names by hash.
 */
import { z } from 'zod';
import { FUSE_HAIR_DEFAULTS } from './augment/hair/fuse/index.js';
import { band, writeSchema } from './recipe.js';

const share = z.number().min(0).max(1);

const growthSchema = z.strictObject({
  before: share.default(0).describe('Length of the hair in `before`, as a share of the style’s own; 0 is a bald head.'),
  min: share.default(0.7).describe('Least length of the hair in `after`.'),
  max: share.default(1).describe('Greatest length of the hair in `after`.'),
});

const fuseSchema = z.strictObject({
  radius: z
    .number()
    .min(0.5)
    .max(64)
    .default(FUSE_HAIR_DEFAULTS.radius)
    .describe('Deviation of the Gaussian that parts colour and light of the hair from its texture, px at 512 px.'),
  bands: z.int().min(1).max(6).default(FUSE_HAIR_DEFAULTS.bands).describe('Bands of texture above it.'),
  harmonise: share
    .default(FUSE_HAIR_DEFAULTS.harmonise)
    .describe('How far colour and light of the hair follow the portrait’s.'),
  feather: z
    .number()
    .min(0)
    .max(64)
    .default(FUSE_HAIR_DEFAULTS.feather)
    .describe('How far the colour of roots spreads on the skin, px at 512 px; below 4 not at all.'),
  sensor: share.default(FUSE_HAIR_DEFAULTS.sensor).describe('How far blur and grain follow the portrait’s.'),
  texture: share
    .default(FUSE_HAIR_DEFAULTS.texture ?? 1)
    .describe('How far the contrast of strands follows that of hair in photographs.'),
});

/** The schema of a recipe with every option resolved. */
export const growRecipeSchema = z.strictObject({
  version: z.literal(1).default(1),
  job: z.literal('grow').default('grow').describe('Tells this recipe from one of `generate`.'),
  name: z.string().default('hair').describe('Name of the dataset.'),
  prompt: z.string().default('grow the hair').describe('`edit_prompt` of the dataset, as an instruction.'),
  portraits: z.string().default('heads').describe('A folder of portraits, or a pack to sample heads from.'),
  portraitsSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('Hash of the portraits’ names and files, or of the pack; filled in when the recipe is resolved.'),
  templates: z
    .array(z.string().min(1))
    .min(1)
    .default(['hair'])
    .describe('Built-in styles (names, or `hair`, `beards`, `brows`, `all`), files of hair, or folders of them.'),
  templatesSha256: z
    .record(z.string(), z.string())
    .optional()
    .describe('Files of hair by name; filled in when the recipe is resolved.'),
  colours: z
    .array(z.string().min(1))
    .min(1)
    .default(['natural'])
    .describe(
      'Named natural colours, `natural` for all of them, `match` for the portrait’s own, or a photo to take it from.',
    ),
  coloursSha256: z
    .record(z.string(), z.string())
    .optional()
    .describe('Photographs that colours are taken from, by name; filled in when the recipe is resolved.'),
  growth: growthSchema.prefault({}),
  sequence: z
    .int()
    .min(2)
    .max(64)
    .optional()
    .describe('Images of a growth sequence, both ends included, in place of a pair.'),
  strands: z.int().min(100).max(500_000).default(50_000).describe('Strands on a whole scalp.'),
  size: z
    .int()
    .min(64)
    .max(2048)
    .optional()
    .describe('Side of the images, px; 512 for photographs, 256 or the pack’s own for samples.'),
  align: z.boolean().default(true).describe('Crop photographs as FFHQ does; off, they are only scaled.'),
  psi: z.number().min(0.05).max(2).default(0.7).describe('Truncation psi of sampled heads.'),
  remove: z.boolean().default(true).describe('Take away the hair that a portrait has, before any is grown.'),
  stubble: share.default(0.25).describe('How dark a scalp is on which hair was shaved; 0 is bare skin.'),
  count: z.int().min(1).default(16).describe('Pairs to keep.'),
  seed: z.int().min(0).max(0xffffffff).default(0).describe('Decides styles, colours, lengths and every strand.'),
  maxTries: z.int().min(1).optional().describe('Pairs to try at most; 6 × count by default.'),
  fuse: fuseSchema.prefault({}),
  gates: z
    .record(z.string(), z.union([band, z.literal(false)]))
    .default({})
    .describe('Accepted interval of a metric, over the defaults; `false` turns a gate off.'),
  maps: z
    .boolean()
    .default(true)
    .describe('Write hair mask, edge map, orientation map and label map beside each pair.'),
  models: z
    .record(z.string(), z.string())
    .optional()
    .describe(
      'sha256 of each face model by role; filled in when the recipe is resolved, and no other is used when it is run again.',
    ),
  write: writeSchema.prefault({}),
});

/** A recipe with every option resolved. */
export type GrowRecipe = z.infer<typeof growRecipeSchema>;
/** A recipe as a user may write it. */
export type GrowRecipeInput = z.input<typeof growRecipeSchema>;
