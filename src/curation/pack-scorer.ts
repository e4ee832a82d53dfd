/** A pack's scorers, looking at items of foreign datasets through the crop that the pack's own images have. */
import type { Scorers } from '../engine/scorers.js';
import { isFramed, quadOf } from '../faces/frame.js';
import type { FaceReading } from '../faces/index.js';
import type { Domain } from '../filter/domain/index.js';
import { packIdentity } from '../filter/identity-code.js';
import { measurePackPair, measurePackSingle, scoreWithPack } from '../filter/scored.js';
import { alignedCrop } from '../image/align/crop.js';
import type { Quad } from '../image/align/quad.js';
import { fromBytes } from '../image/bytes.js';
import type { Picture } from '../item.js';
import type { Plane, RgbPlanes } from '../pair.js';

/** What the scorers say of an item. */
export interface PackSeen {
  /** Whether they may speak of all its pictures. What follows is empty or absent where they may not. */
  readonly inDomain: boolean;
  /** Scores of each picture. */
  readonly single: readonly Readonly<Record<string, number>>[];
  readonly pair: Readonly<Record<string, number>>;
  /** Of the first picture. */
  readonly identity?: string | undefined;
}

/** Looks at the pictures of one item, in their order; undefined where no crop can be found. */
export interface PackScorer {
  look(
    pictures: readonly { readonly picture: Picture; readonly reading: FaceReading }[],
    mask: Plane | undefined,
  ): Promise<PackSeen | undefined>;
}

const OUTSIDE: PackSeen = { inDomain: false, single: [], pair: {} };

/** @param attribute what the pairs change, where that is known */
export function packScorer(scorers: Scorers, domain: Domain | undefined, attribute: string | undefined): PackScorer {
  const { manifest } = scorers;
  const side = manifest.generator.resolution;
  return {
    async look(pictures, mask) {
      const quad = cropOf(pictures[0]!);
      if (!quad) return undefined;
      const crops = pictures.map(({ picture }) => planesOf(picture, quad, side));
      const seen = await scoreWithPack(scorers, domain, crops);
      if (!seen.every((one) => one.inDomain)) return OUTSIDE;
      const views = seen.map((one) => one.view);
      const { embedding } = views[0]!;
      const small = mask && maskIn(mask, quad, side);
      return {
        inDomain: true,
        single: views.map(measurePackSingle),
        pair: views.length > 1 ? measurePackPair(views, { manifest, mask: small, attribute }) : {},
        ...(embedding && { identity: packIdentity(embedding) }),
      };
    },
  };
}

/** The frame of a picture that is aligned or in which no landmarks were looked for; else the crop around its face. */
function cropOf({ picture, reading }: { picture: Picture; reading: FaceReading }): Quad | undefined {
  const { width, height } = picture;
  const quad = quadOf(reading);
  if (quad && !isFramed(quad, picture)) return quad;
  if (width !== height) return undefined;
  return [
    [0, 0],
    [0, height],
    [width, height],
    [width, 0],
  ];
}

function planesOf(picture: Picture, quad: Quad, side: number): RgbPlanes {
  const { data, width, height } = alignedCrop(picture, quad, side);
  return fromBytes(data, width, height);
}

/** The mask along the same crop. */
function maskIn(mask: Plane, quad: Quad, side: number): Plane {
  const bytes = new Uint8Array(mask.data.length * 3);
  for (let i = 0; i < mask.data.length; i++) bytes.fill(Math.round(mask.data[i]! * 255), i * 3, i * 3 + 3);
  const crop = alignedCrop({ data: bytes, width: mask.width, height: mask.height }, quad, side);
  const data = Float32Array.from({ length: side * side }, (_, i) => crop.data[i * 3]! / 255);
  return { data, width: side, height: side };
}
