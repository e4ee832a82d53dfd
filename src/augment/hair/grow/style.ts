/** What a hairstyle is: plain data that the grower turns into strands. */
import * as z from 'zod';

const cm = z.number().min(0).max(200);
const share = z.number().min(0).max(1);
const degrees = z.number().min(0).max(90);

/** Locks: strands that lie together. */
const clumpSchema = z.strictObject({
  /** Between neighbouring locks at the scalp, cm. */
  size: z.number().min(0.1).max(4).default(0.6),
  /** How far tips draw together within a lock: 0 not at all, 1 to a point. */
  strength: share.default(0.35),
  /** How far locks draw together in larger ones, three times their size. */
  large: share.default(0.2),
});

/** Waves and curls; `size` is as it looks, not as stretched. */
const curlSchema = z.strictObject({
  /** Of the helix, cm; 0 is straight. */
  radius: z.number().min(0).max(3).default(0),
  /** Along the lock for one turn, cm. */
  wavelength: z.number().min(0.2).max(40).default(8),
  /** From the root to where the curl is full, cm. */
  onset: cm.default(3),
  /** 0 a helix, 1 a wave in one plane. */
  flat: share.default(0),
  /** How alike neighbouring locks turn: 0 each on its own, 1 together (finger waves). */
  together: share.default(0.3),
});

/** How strands lie, whatever they grow on. */
const textureShape = {
  /** Angle of the root above the skin. */
  root: degrees.default(35),
  /** Length over which a strand bends to where it is pulled, cm. */
  bend: z.number().min(0.2).max(20).default(2),
  /** Pull downwards against the combing, where the combing no longer holds. */
  gravity: z.number().min(0).max(3).default(1),
  /** Spread of single strands about their neighbours' direction. */
  scatter: degrees.default(5),
  /** Waviness of single strands, cm. */
  frizz: z.number().min(0).max(2).default(0.06),
  /** Share of strands that leave the others. */
  flyaways: share.default(0.02),
  /** Share of its length that a strand may lack. */
  ragged: share.default(0.15),
  /** Slow irregular turns of whole locks, cm per 10 cm. */
  wander: z.number().min(0).max(5).default(0.6),
  /** Thickness relative to the mean hair's 0.009 cm. */
  coarse: z.number().min(0.2).max(3).default(1),
  clump: clumpSchema.prefault({}),
  curl: curlSchema.prefault({}),
};

const fringeSchema = z.strictObject({
  /** Half its width at the hairline, cm. */
  width: cm.default(4.5),
  /** How far behind the hairline its roots lie, cm. */
  depth: cm.default(3),
  /** Height of its ends, head space; the eyes are at -2.5. */
  level: z.number().min(-40).max(8).default(-1.2),
  /** Combed to the side, in degrees from straight down, positive to the picture's right. */
  sweep: z.number().min(-80).max(80).default(0),
});

const scalpSchema = z.strictObject({
  /** cm at growth 1, each shortened by what is cut or raised by nothing. */
  length: z.strictObject({ top: cm, front: cm.optional(), sides: cm.optional(), back: cm.optional() }),
  /** Height at which the sides turn into the top, head space, and over how many cm. */
  ridge: z.number().min(-8).max(8).default(3.5),
  fade: z.number().min(0.1).max(12).default(3),
  /** Share of its length that hair has at the lower edge of sides and nape, and how far the edge reaches up, cm. */
  taper: share.default(1),
  taperHeight: cm.default(4),
  /** Height at which everything that hangs so far is cut, head space, and how it rises to the front, cm per cm. */
  level: z.number().min(-80).max(8).optional(),
  levelTilt: z.number().min(-1).max(1).default(0),
  /** How much shorter the top is than the rest of hanging hair. */
  layers: share.default(0),
  /** Where it is combed. */
  comb: z.enum(['crown', 'part', 'back', 'forward', 'down', 'up', 'out', 'gather']).default('crown'),
  /** The parting's place beside the middle, cm, to the picture's right; for `part`. */
  part: z.number().min(-6).max(6).default(0),
  /** How far a parting combs backwards rather than sideways, degrees. */
  sweep: z.number().min(-80).max(80).default(15),
  /** Length along which combing holds against gravity, cm. */
  hold: cm.default(8),
  /** Height of the hair over the scalp, cm: at the front, on the top, on the sides and the back. */
  lift: z
    .strictObject({ front: cm.default(0.6), top: cm.default(0.8), sides: cm.default(0.4), back: cm.default(0.5) })
    .prefault({}),
  /** Depth of the layer of hair, cm. */
  thickness: cm.default(0.8),
  /** Half the width of the face that hair is kept from, cm; 0 lets it fall where it will. */
  face: cm.default(6),
  /** Tips turn inwards (negative) or outwards (positive). */
  flip: z.number().min(-2).max(2).default(0),
  fringe: fringeSchema.optional(),
  /** The knot that `gather` combs to. */
  gather: z
    .strictObject({
      at: z.tuple([z.number(), z.number(), z.number()]).default([0, 2, -11]),
      /** cm. */
      radius: z.number().min(0.3).max(4).default(1),
      kind: z.enum(['tail', 'bun']).default('tail'),
    })
    .prefault({}),
  hairline: z
    .strictObject({
      /** Higher at the front, at the temples, cm. */
      front: z.number().min(-2).max(8).default(0),
      temples: z.number().min(-2).max(8).default(0),
      /** Over which density fades in, cm. */
      soft: z.number().min(0.05).max(5).default(0.8),
      /** Density lost at the crown. */
      crown: share.default(0),
    })
    .prefault({}),
  /** Share of a full head's strands. */
  density: share.default(1),
  ...textureShape,
});

const beardSchema = z.strictObject({
  /** cm at growth 1; 0 leaves a part bare. */
  length: z.strictObject({
    chin: cm.default(0),
    cheeks: cm.default(0),
    moustache: cm.default(0),
    sideburns: cm.default(0),
  }),
  /** Half the width of what grows on the chin, cm; wide beards reach the jaw. */
  width: cm.default(12),
  density: share.default(1),
  ...textureShape,
  root: degrees.default(30),
  scatter: degrees.default(14),
  coarse: z.number().min(0.2).max(3).default(1.3),
});

const browSchema = z.strictObject({
  length: cm.default(0.9),
  density: z.number().min(0).max(2).default(1),
  ...textureShape,
  root: degrees.default(8),
  scatter: degrees.default(7),
});

/** A hairstyle: what grows on the scalp, on the lower face and on the brows. */
export const hairStyleSchema = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'kebab-case'),
    scalp: scalpSchema.optional(),
    beard: beardSchema.optional(),
    brow: browSchema.optional(),
  })
  .refine((style) => style.scalp ?? style.beard ?? style.brow, 'a style grows something');

/** As written in a file: everything but lengths has a default. */
export type HairStyleInput = z.input<typeof hairStyleSchema>;
export type HairStyle = z.output<typeof hairStyleSchema>;
export type ScalpStyle = NonNullable<HairStyle['scalp']>;
export type BeardStyle = NonNullable<HairStyle['beard']>;
export type BrowStyle = NonNullable<HairStyle['brow']>;
/** What scalp, beard and brows have in common. */
export type Texture = Omit<BrowStyle, 'length' | 'density'>;
