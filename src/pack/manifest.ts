/** `pack.json`: what a pack holds, each file with its hash, licence and origin, and the contracts of its networks. */
import { z } from 'zod';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'Expected 64 hex digits');

const fileSchema = z.strictObject({
  /** Relative to the folder of pack.json; never outside it. */
  path: z
    .string()
    .refine((p) => !p.startsWith('/') && !p.split(/[\\/]/).includes('..'), 'Expected a path inside the pack'),
  sha256,
  bytes: z.int().min(1),
  /** SPDX identifier, or a few words where there is none. */
  licence: z.string(),
  /** Where it comes from, in words that a licence review can follow. */
  source: z.string(),
});

const attributeSchema = z.strictObject({
  /** Name in scores and gates, such as `age` or `hair_colour.blond`. */
  name: z.string(),
  /** Name of the network's output. */
  output: z.string(),
  /** Column of that output. */
  column: z.int().min(0).default(0),
  unit: z.enum(['probability', 'years', 'degrees', 'share']),
  /** Width of the usual range; drift is measured as a share of it. */
  span: z.number().positive(),
});

const imageScorer = {
  file: fileSchema,
  /** Side of the square input in px; RGB, CHW, [-1, 1]. */
  size: z.int().positive(),
};

const directionSchema = z.strictObject({
  name: z.string(),
  /** Attribute score that the direction raises. */
  attribute: z.string(),
  /** `.npy`, (1, wDim) float32, unit length: InterFaceGAN's boundary format. */
  file: fileSchema,
  space: z.literal('w'),
  /** Signed distance of w to the boundary is w·normal + intercept. */
  intercept: z.number(),
  /** Layers [from, to) that the edit moves. */
  layers: z.tuple([z.int().min(0), z.int().min(1)]),
  /** Moves, in W units from the sample, within which images stay faces. */
  range: z.tuple([z.number(), z.number()]),
  /** Of the boundary before conditioning, or of a known direction: on held-out extremes and on the samples between. */
  accuracy: z.strictObject({ validation: z.number(), remaining: z.number() }),
  /** Names of the directions projected out. */
  conditionedOn: z.array(z.string()),
  /** Cosine with the pack's other directions. */
  correlations: z.record(z.string(), z.number()),
  /** sha256 of the synthesis network it was fitted on: it means nothing in another. */
  generator: sha256,
});

/** The schema of `pack.json`. */
export const packManifestSchema = z.strictObject({
  schema: z.literal(1),
  name: z.string().regex(/^[a-z0-9-]+$/),
  version: z.string(),
  description: z.string(),
  licence: z.string(),
  generator: z.strictObject({
    mapping: fileSchema,
    synthesis: fileSchema,
    resolution: z.int().positive(),
    zDim: z.int().positive(),
    wDim: z.int().positive(),
    numWs: z.int().positive(),
    /** Inputs that override the constant noise, with their side in px. */
    noise: z.array(z.strictObject({ name: z.string(), side: z.int().positive() })),
  }),
  scorers: z.strictObject({
    attributes: z.strictObject({ ...imageScorer, attributes: z.array(attributeSchema).min(1) }).optional(),
    parsing: z.strictObject({ ...imageScorer, classes: z.array(z.string()).min(2) }).optional(),
    identity: z.strictObject({ ...imageScorer, dim: z.int().positive() }).optional(),
    landmarks: z.strictObject({ ...imageScorer, points: z.array(z.string()).min(1) }).optional(),
  }),
  directions: z.array(directionSchema),
});

/** A pack's manifest, validated. */
export type PackManifest = z.infer<typeof packManifestSchema>;
/** A file of a pack. */
export type PackFile = z.infer<typeof fileSchema>;
/** A direction of a pack, as listed in its manifest. */
export type PackDirection = z.infer<typeof directionSchema>;
/** An attribute that a pack's scorer measures. */
export type PackAttribute = z.infer<typeof attributeSchema>;
