/** `pack.json`: what a pack holds, each file with its hash, licence and origin, and the contracts of its networks. */
import { z } from 'zod';
import { cropSchema, foreignInput, sizeSchema, valueSchema } from './contract.js';

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
  ...valueSchema,
});

const imageScorer = {
  file: fileSchema,
  /** Files of weights that the network names beside itself. */
  data: z.array(fileSchema).optional(),
  /** Size of the input; without `input`, a batch of RGB, CHW, [-1, 1] under the name `image`. */
  size: sizeSchema,
  ...foreignInput,
};

const number = z.int().min(0);

/** Scorers by what they see; names of outputs default to those of the built-in pack. */
const scorersSchema = z.strictObject({
  attributes: z
    .strictObject({ ...imageScorer, crop: cropSchema.optional(), attributes: z.array(attributeSchema).min(1) })
    .optional(),
  parsing: z
    .strictObject({
      ...imageScorer,
      /** Our names: a label is a place in this list. */
      classes: z.array(z.string()).min(2),
      output: z.string().optional(),
      /** Scores [N, classes, H, W], which is the default, or a map of class numbers [N, H, W]. */
      gives: z.enum(['scores', 'labels']).optional(),
      /** Label of each class of the network; its own number by default. */
      merged: z.array(number).optional(),
    })
    .optional(),
  identity: z
    .strictObject({
      ...imageScorer,
      crop: cropSchema.optional(),
      dim: z.int().positive(),
      output: z.string().optional(),
      /** Bring embeddings to unit length; networks of the built-in pack do so themselves. */
      normalise: z.boolean().optional(),
    })
    .optional(),
  landmarks: z
    .strictObject({
      ...imageScorer,
      points: z.array(z.string()).min(1),
      output: z.string().optional(),
      /** Shares of the sides, which is the default, or px of the network's input. */
      unit: z.enum(['share', 'px']).optional(),
      /** Points of the network whose mean each point is; by default the one of its own number. */
      of: z.array(z.array(number).min(1)).optional(),
    })
    .optional(),
});

const directionSchema = z.strictObject({
  name: z.string(),
  /** Attribute score that the direction raises; absent where no score tells what it does. */
  attribute: z.string().optional(),
  /**
   * `.npy`, float32. In `w` (1, wDim), unit length: InterFaceGAN's boundary format. In `w+` (numWs, wDim), a row a layer,
   * the mean squared length of the moved rows being 1: equal rows do what their one row does in `w`.
   */
  file: fileSchema,
  space: z.enum(['w', 'w+']),
  /** Signed distance of w to the boundary is w·normal + intercept; without a boundary, to the samples' mean. */
  intercept: z.number(),
  /** Layers [from, to) that the edit moves. */
  layers: z.tuple([z.int().min(0), z.int().min(1)]),
  /** Moves, in W units from the sample, within which images stay faces. */
  range: z.tuple([z.number(), z.number()]),
  /** `spread`: nobody looked at images, the range is a few standard deviations of the samples. @default images */
  rangeFrom: z.enum(['images', 'spread']).optional(),
  /**
   * Of the boundary before conditioning, or of a known direction: on held-out extremes, and on the samples between,
   * where there were any.
   */
  accuracy: z.strictObject({ validation: z.number(), remaining: z.number().optional() }).optional(),
  /** Change of each attribute score from one end of the range to the other, as a share of the attribute's span. */
  effects: z.record(z.string(), z.number()).optional(),
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
    /** The network that it was trained against: how real an image looks to it. */
    discriminator: fileSchema.optional(),
    resolution: z.int().positive(),
    zDim: z.int().positive(),
    wDim: z.int().positive(),
    numWs: z.int().positive(),
    /** Classes of a conditional generator: its mapping network takes one of them, one-hot, as input `c`. */
    labelDim: z.int().positive().optional(),
    /** Inputs that override the constant noise, with their side in px. */
    noise: z.array(z.strictObject({ name: z.string(), side: z.int().positive() })),
  }),
  scorers: scorersSchema,
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
/** What scores an image. */
export type ScorerName = keyof PackManifest['scorers'];
