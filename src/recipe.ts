/**
 * The recipe: everything a dataset is a function of. Same recipe, same bytes.
 *
 * The schema is the single source of the options' defaults and of the reference in docs/recipe.md.
 */
import { z } from 'zod';

export const band = z
  .strictObject({ min: z.number().optional(), max: z.number().optional() })
  .describe('Accepted interval; a missing end is open.');

const editSchema = z.strictObject({
  direction: z.string().describe('Direction of the pack to move along.'),
  attribute: z
    .string()
    .optional()
    .describe('Attribute score that decides whether a target is reached; without one the move is forced.'),
  before: band.default({}).describe('Accepted score of `before`.'),
  between: z
    .array(z.strictObject({ label: z.string(), target: band }))
    .default([])
    .describe('Steps between the two ends, which make the pair a stack.'),
  after: band.default({}).describe('Accepted score of `after`; a search needs one.'),
  swap: z.boolean().default(false).describe('Start from the end that the face is nearer to, and go to the other one.'),
  strength: z
    .union([z.literal('search'), z.number()])
    .default('search')
    .describe(
      '`search` finds the smallest move that reaches the targets; a number forces the move of `after`, in W units.',
    ),
  given: z
    .array(z.string())
    .default([])
    .describe('Directions projected out before editing (conditional manipulation).'),
  layers: z
    .tuple([z.int().min(0), z.int().min(1)])
    .optional()
    .describe('Layers [from, to) to move; by default the direction’s own.'),
  maxEvaluations: z
    .int()
    .min(4)
    .default(32)
    .describe('Images synthesised for one candidate before the search gives up.'),
});

const fuseSchema = z.strictObject({
  enabled: z.boolean().default(true).describe('Take what the edit should not touch from `before`.'),
  keep: z.array(z.string()).default(['background']).describe('Parsing classes taken from `before`.'),
  growPx: z
    .number()
    .min(0)
    .default(3)
    .describe('Margin around the changed region, in px at 128 px; scales with the size.'),
  featherPx: z.number().min(0).default(4).describe('Width of the join, in px at 128 px; scales with the size.'),
});

export const writeSchema = z.strictObject({
  format: z.enum(['png', 'webp', 'jpeg']).default('png').describe('PNG, lossless WebP, or JPEG 4:4:4 quality 95.'),
  validation: z
    .number()
    .min(0)
    .max(0.5)
    .default(0.05)
    .describe('Share of pairs in the validation split, by hash of the id.'),
  test: z.number().min(0).max(0.5).default(0.05).describe('Share of pairs in the test split, by hash of the id.'),
  provenance: z.boolean().default(true).describe('Write XMP DigitalSourceType into the images.'),
});

/** The schema of a recipe with every option resolved. */
export const recipeSchema = z.strictObject({
  version: z.literal(1).default(1),
  name: z.string().describe('The attribute or preset that the recipe started from.'),
  prompt: z.string().describe('`edit_prompt` of the dataset: what the edit does, as an instruction.'),
  pack: z.string().default('heads').describe('A built-in pack’s name or a pack’s folder.'),
  packSha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional()
    .describe('sha256 of pack.json; filled in when the recipe is resolved, checked when it is run again.'),
  count: z.int().min(1).default(16).describe('Pairs to keep.'),
  seed: z.int().min(0).max(0xffffffff).default(0).describe('Seed from which candidate seeds are derived.'),
  seeds: z
    .array(z.int().min(0).max(0xffffffff))
    .min(1)
    .optional()
    .describe('Exact numpy seeds to try, instead of derived ones.'),
  maxTries: z.int().min(1).optional().describe('Candidates to try at most; 25 × count by default.'),
  psi: z.number().min(0.05).max(2).default(0.7).describe('Truncation psi.'),
  cutoff: z.int().min(0).optional().describe('Layers that truncation applies to, from the first; all by default.'),
  noise: z
    .enum(['const', 'seeded'])
    .default('const')
    .describe('Noise of the generator; either way both members of a pair share it.'),
  class: z
    .int()
    .min(0)
    .optional()
    .describe('Class that a conditional generator draws, from 0; filled in as 0 when its recipe is resolved.'),
  edit: editSchema,
  fuse: fuseSchema.prefault({}),
  gates: z
    .record(z.string(), z.union([band, z.literal(false)]))
    .default({})
    .describe('Accepted interval of a metric, over the defaults; `false` turns a gate off.'),
  falseMatchRate: z
    .number()
    .min(1e-5)
    .max(0.1)
    .default(1e-3)
    .describe(
      'Rate at which two different faces may pass as one; sets the identity threshold from impostor pairs of the run.',
    ),
  write: writeSchema.prefault({}),
});

/** A recipe with every option resolved. */
export type Recipe = z.infer<typeof recipeSchema>;
/** A recipe as a user may write it. */
export type RecipeInput = z.input<typeof recipeSchema>;
