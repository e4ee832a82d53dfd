/**
 * Contracts of scorers: how a network wants its picture, and how its answer reads. The defaults of the input are those
 * of the built-in pack's networks, so that a scorer without a contract is one of these.
 */
import { z } from 'zod';

const triple = z.tuple([z.number(), z.number(), z.number()]);
const share = z.number().min(0).max(1);

/** Side of a square input in px, or [width, height]. */
export const sizeSchema = z.union([z.int().positive(), z.tuple([z.int().positive(), z.int().positive()])]);

/** What is fed: x = (x255 · scale − mean[c]) / std[c], where x255 is the picture in 0..255. */
export const inputSchema = z.strictObject({
  name: z.string().min(1).default('image').describe('Name of the network’s input.'),
  layout: z.enum(['NCHW', 'NHWC']).default('NCHW').describe('Order of the axes.'),
  order: z.enum(['RGB', 'BGR']).default('RGB').describe('Order of the colour channels.'),
  scale: z
    .number()
    .positive()
    .default(1 / 127.5)
    .describe('Factor on values of 0..255.'),
  mean: triple.default([1, 1, 1]).describe('Taken off after scaling; in the network’s order of channels.'),
  std: triple.default([1, 1, 1]).describe('Divisor after that; in the network’s order of channels.'),
  batch: z
    .union([z.literal('any'), z.int().positive()])
    .default('any')
    .describe('Pictures of one inference: any number, or the fixed one that the file was written for.'),
});

/** The part of the picture that is looked at. */
export const cropSchema = z.union([
  z.literal('arcface').describe('The five points of ArcFace’s 112 px template, by the pack’s own landmarks.'),
  z.tuple([share, share, share, share]).describe('[left, top, right, bottom] as shares of the sides.'),
]);

const positive = (values: readonly number[]): boolean => values.every((value) => value !== 0);

/** What every scorer may say of its input; none of it for the networks of the built-in pack. */
export const foreignInput = {
  input: inputSchema.refine(({ std }) => positive(std), 'Expected no 0 for std').optional(),
};

/** What happens to a value of the network before it is a score: `scale · f(x) + offset`. */
export const valueSchema = {
  transform: z.enum(['none', 'sigmoid', 'softmax']).optional(),
  /** Columns that `softmax` is taken over, the score's own among them; all of the output by default. */
  over: z.array(z.int().min(0)).min(1).optional(),
  scale: z.number().optional(),
  offset: z.number().optional(),
};

/** An input as a user may state it: what is left out is read from the file. */
const givenInput = inputSchema.extend({
  name: inputSchema.shape.name.removeDefault().optional(),
  layout: inputSchema.shape.layout.removeDefault().optional(),
  batch: inputSchema.shape.batch.removeDefault().optional(),
});

const given = {
  licence: z.string().min(1).default('unknown').describe('SPDX identifier of the network, or a few words.'),
  source: z.string().min(1).optional().describe('Where the network comes from.'),
  size: sizeSchema.optional(),
  input: givenInput.refine(({ std }) => positive(std), 'Expected no 0 for std').prefault({}),
};
/** Name of an output, or its number; may be left out where the network has one. */
const output = z.union([z.string(), z.int().min(0)]).optional();
const number = z.int().min(0);

/** Contracts of scorers as users write them, by what the scorer sees. */
export const contractSchemas = {
  attributes: z.strictObject({
    ...given,
    crop: cropSchema.optional(),
    attributes: z
      .array(
        z.strictObject({
          name: z.string().min(1).describe('Name in scores and gates; `group.member` for shares of one distribution.'),
          output,
          column: number.default(0),
          unit: z.enum(['probability', 'years', 'degrees', 'share']).default('probability'),
          span: z.number().positive().default(1).describe('Width of the usual range.'),
          ...valueSchema,
        }),
      )
      .min(1),
  }),
  parsing: z.strictObject({
    ...given,
    output,
    gives: z.enum(['scores', 'labels']).default('scores').describe('[N, classes, H, W], or [N, H, W].'),
    classes: z.array(z.string().min(1)).min(2).max(256).describe('Our name of each class, in the network’s order.'),
  }),
  identity: z.strictObject({ ...given, crop: cropSchema.optional(), output }),
  landmarks: z.strictObject({
    ...given,
    output,
    unit: z.enum(['share', 'px']).default('share').describe('Shares of the sides, or px of the input.'),
    points: z
      .record(z.string().min(1), z.union([number, z.array(number).min(1)]))
      .describe('Our names, each with the number of the network’s point, or of those whose mean it is.'),
  }),
} as const;

/** Contracts as validated, by what the scorer sees. */
export type Contracts = { readonly [Name in keyof typeof contractSchemas]: z.infer<(typeof contractSchemas)[Name]> };

/** Names of the five points that `arcface` aligns by: right is the person's own, left in the picture. */
export const FIVE_POINTS = ['eye_right', 'eye_left', 'nose', 'mouth_right', 'mouth_left'] as const;

/** A network's input as validated. */
export type InputContract = z.infer<typeof inputSchema>;
/** A crop as validated. */
export type Crop = z.infer<typeof cropSchema>;
/** A size as validated. */
export type InputSize = z.infer<typeof sizeSchema>;

/** [width, height] in px. */
export function sidesOf(size: InputSize): readonly [number, number] {
  return typeof size === 'number' ? [size, size] : size;
}
