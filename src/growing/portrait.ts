/** What both sources of faces give: a portrait, or why there is none. */
import type { Observed } from '../augment/hair/fit/index.js';
import { resize } from '../image/resize.js';
import type { HairTrace, LabelMap, Plane, RgbPlanes } from '../pair.js';

/** Which face it is, for the record. */
export type PortraitName = Pick<HairTrace, 'portrait' | 'portraitSha256'>;

/** A face to grow hair on. */
export interface Portrait extends PortraitName {
  readonly image: RgbPlanes;
  readonly observed: Observed;
  /** Of a photograph, where the segmenters are at hand: how sure each pixel is hair, or the person, [H, W]. */
  readonly hair?: Plane | undefined;
  readonly person?: Plane | undefined;
  /** Of a sampled head, by the pack's parser. */
  readonly labels?: LabelMap | undefined;
  /** Whether the generator left no hair to take away. */
  readonly hairless?: boolean | undefined;
}

/** A portrait that cannot be used: a gate on its own that decides before anything is drawn. */
export interface Unusable extends PortraitName {
  readonly gate: PortraitGate;
  /** As far as it could be seen at all. */
  readonly image?: RgbPlanes | undefined;
  /** One line for a person. */
  readonly trouble: string;
}

/** Gates that a portrait has to pass, in their order. */
export const PORTRAIT_GATES = ['unreadable', 'faces', 'hair_left', 'fit', 'hair_unknown', 'hat'] as const;
export type PortraitGate = (typeof PORTRAIT_GATES)[number];

/** Longer side of a picture that is only kept to show why it was no use, px. */
export const SEEN_PX = 256;

/** A portrait that fails a gate. Names of files may hold line feeds, and what a terminal would act on: the trouble is one plain line. */
export function unusable(name: PortraitName, gate: PortraitGate, trouble: string, image?: RgbPlanes): Unusable {
  const plain = trouble.replaceAll(/\p{Cc}/gu, '\u{fffd}');
  return { ...name, gate, ...(image && { image: reduced(image) }), trouble: plain };
}

function reduced(image: RgbPlanes): RgbPlanes {
  const scale = SEEN_PX / Math.max(image.width, image.height);
  return scale < 1 ? resize(image, side(image.width * scale), side(image.height * scale)) : image;
}

const side = (px: number): number => Math.max(1, Math.round(px));
