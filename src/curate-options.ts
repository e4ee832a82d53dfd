/**
 * What a curation is a function of, besides the dataset: how items are measured, and how they are decided on.
 *
 * The two are apart because measuring is dear and deciding is cheap: measurements are stored under the hash of the
 * first, so a run with other decisions reuses them.
 */
import { z } from 'zod';
import { SOURCE_FORMATS } from './dataset/source/index.js';
import { NEAR_BITS, PROFILES } from './filter/curate/index.js';

const sourceFormats = ['auto', ...Object.keys(SOURCE_FORMATS)] as ['auto', ...(keyof typeof SOURCE_FORMATS)[]];
const band = z.strictObject({ min: z.number().optional(), max: z.number().optional() });

/** How items are measured. Every key changes what is stored. */
export const measureOptionsSchema = z.strictObject({
  format: z.enum(sourceFormats).default('auto').describe('layout of the dataset'),
  faces: z.boolean().default(true).describe('whether faces are looked for'),
  pack: z
    .string()
    .min(1)
    .nullable()
    .default('heads')
    .describe('pack whose scorers speak where they may; null for none'),
  attribute: z.string().min(1).optional().describe('what the pairs change, as the pack names it; drift leaves it out'),
  align: z.enum(['none', 'ffhq']).default('none').describe('crop that the clean images get'),
  size: z
    .int()
    .min(16)
    .max(4096)
    .optional()
    .describe('side of aligned images, px; 512 by default, and an image that is aligned already keeps its own'),
});

/** How it is decided what to keep. */
export const decideOptionsSchema = z.strictObject({
  profile: z.enum(Object.keys(PROFILES) as [keyof typeof PROFILES, ...(keyof typeof PROFILES)[]]).optional(),
  gates: z.record(z.string(), z.union([band, z.literal(false)])).default({}),
  duplicates: z
    .int()
    .min(0)
    .max(NEAR_BITS)
    .nullable()
    .default(NEAR_BITS)
    .describe('bits within which images are near duplicates'),
  dedupeIdentity: z.boolean().default(false).describe('whether one item of an identity is enough'),
  balance: z.array(z.string().min(1)).default([]).describe('metrics or tags to even out'),
  split: z
    .strictObject({ validation: z.number().min(0).max(1), test: z.number().min(0).max(1) })
    .optional()
    .describe('shares of new splits; the dataset’s own are kept without'),
  seed: z.int().min(0).max(0xffffffff).default(0).describe('decides balance and splits'),
});

/** All options of a curation. */
export const curateOptionsSchema = z.strictObject({
  ...measureOptionsSchema.shape,
  ...decideOptionsSchema.shape,
});

export type MeasureOptions = z.infer<typeof measureOptionsSchema>;
export type DecideOptions = z.infer<typeof decideOptionsSchema>;
export type CurateOptions = z.infer<typeof curateOptionsSchema>;
