/** The bald or shaved head of a portrait that has hair. Pure. */
import { invariant } from '../../../errors.js';
import type { Plane, RgbPlanes } from '../../../pair.js';
import type { HeadRaster } from '../raster/head.js';
import type { FittedHead, HeadModel, Light, PortraitRegions } from '../types.js';
import { type BareHead, bareHead } from './bare-head.js';
import { fillBehind } from './behind.js';
import { type Extent, hairExtent } from './extent.js';
import { cut, cutOf, type Frame, frameAround, pasted } from './frame.js';
import { linearPlanes } from './linear-planes.js';
import { missedHair } from './missed-hair.js';
import { removalScores } from './scores.js';
import { skinColour } from './skin-colour.js';
import { skinNotHair } from './skin-not-hair.js';
import { skinTexture } from './skin-texture.js';
import { softened } from './spread.js';
import { stubbleShade } from './stubble.js';
import { skinTinted } from './tint.js';

/** A portrait, what was read of it, and what is wanted. */
export interface Removal {
  readonly image: RgbPlanes;
  readonly regions: PortraitRegions;
  readonly fitted: FittedHead;
  readonly head: HeadModel;
  /** Of the fitted head, of the image's size. */
  readonly raster: HeadRaster;
  readonly light: Light;
  readonly seed: number;
  /** How much shaved hair shows on the scalp, [0, 1]: 0 bald, 1 a dark shadow. */
  readonly stubble?: number | undefined;
  /** A beard is kept unless it is to be removed too. */
  readonly beard?: 'keep' | 'remove' | undefined;
}

/** What came of it. */
export interface Removed {
  readonly image: RgbPlanes;
  /** Share of each pixel that was replaced, [0, 1]; where it is 0 the image is bit for bit the portrait. */
  readonly changed: Plane;
  /** Share of each pixel that the bare head covers, as far as it was looked at; else what the fitted head does. */
  readonly coverage: Plane;
  /** By name; see `removalScores`. */
  readonly scores: Readonly<Record<string, number>>;
}

/** Around hair and face what is looked at reaches so far, cm: examples of background, and the crown that hair hid. */
const AROUND = 4;
/** Skin nearer to hair than this, cm, is shaded by it. */
const SHADED = 0.5;
/** Blur that splits the skin's texture from its colour, and the side of its pieces, cm. */
const TEXTURE = { split: 0.1, tile: 1.2 } as const;
/** The outline takes on this share of what is behind it, fading within this many cm: light wraps around an edge. */
const WRAP = { share: 0.25, cm: 0.25 } as const;
const STUBBLE = 0.2;

/**
 * Paints skin where hair was on the fitted head: colour by the light and the skin in sight, texture by example of that
 * skin; fills background and clothes where hair was beside it. Brows stay. How the guess of skull and background looks
 * is for gates to judge by the scores. Allocates.
 */
export function removeHair(removal: Removal): Removed {
  const { image, regions, fitted, raster } = removal;
  const { width, height } = image;
  invariant(raster.width === width && raster.height === height, 'raster and image have one size');
  const px = Math.ceil(AROUND * fitted.camera.scale);
  const { hair, skin } = regions;
  const frame = frameAround(width, height, px, (i) => hair.data[i]! > 0 || skin.data[i]! > 0);
  if (!frame || (frame.width === width && frame.height === height)) return removeWithin(removal);
  const { camera } = fitted;
  const part = removeWithin({
    ...removal,
    image: cutOf(image, frame),
    regions: { hair: cutOf(hair, frame), skin: cutOf(skin, frame), person: cutOf(regions.person, frame) },
    fitted: { ...fitted, camera: { ...camera, x: camera.x - frame.left, y: camera.y - frame.top } },
    raster: cutRaster(raster, frame),
  });
  const fittedCover = Float32Array.from(raster.triangle, (triangle) => (triangle >= 0 ? 1 : 0));
  const changed = pasted(new Float32Array(width * height), part.changed.data, width, height, frame);
  return {
    image: { data: pasted(image.data, part.image.data, width, height, frame), width, height },
    changed: { data: changed, width, height },
    coverage: { data: pasted(fittedCover, part.coverage.data, width, height, frame), width, height },
    scores: part.scores,
  };
}

function cutRaster({ width, height, ...of }: HeadRaster, frame: Frame): HeadRaster {
  return {
    width: frame.width,
    height: frame.height,
    depth: cut(of.depth, width, height, frame),
    normal: cut(of.normal, width, height, frame),
    triangle: cut(of.triangle, width, height, frame),
    barycentric: cut(of.barycentric, width, height, frame),
  };
}

function removeWithin(removal: Removal): Removed {
  const { image, fitted, head, raster, light, seed, stubble = STUBBLE, beard = 'keep' } = removal;
  const { width, height } = image;
  const n = width * height;
  const pxPerCm = fitted.camera.scale;
  const linear = linearPlanes(image);
  const masked = { ...removal.regions, hair: skinNotHair(linear, removal.regions, raster, fitted.camera) };
  const tinted = skinTinted(linear, light);
  const bare = bareHead(fitted, head, raster, masked, tinted);
  const regions = { ...masked, hair: missedHair(linear, masked, bare, pxPerCm) };
  const extent = hairExtent(regions, bare, pxPerCm, beard === 'remove');
  const anchor = skinInSight(regions, bare, extent, tinted, pxPerCm);
  const where = extent.matte.map((m, i) => m * bare.coverage[i]!);
  const split = { sigmaPx: Math.max(0.8, TEXTURE.split * pxPerCm), tilePx: TEXTURE.tile * pxPerCm };
  const texture = skinTexture({ image, skin: anchor, ...split, seed, where });
  const shade = stubbleShade(linear, bare, regions.hair, anchor, stubble, pxPerCm, seed);
  const painted = skinColour({ linear, where: { data: where, width, height }, shade }, bare, light, anchor, pxPerCm);
  for (let i = 0; i < n; i++) {
    if (where[i] === 0) continue;
    for (let at = i; at < 3 * n; at += n) painted.data[at]! += texture[at]!;
  }
  const behind = fillBehind(image, regions, bare, extent, tinted, fitted.camera, seed);
  const after = composed(image, painted, behind, bare, extent, pxPerCm);
  const scores = removalScores({
    before: image,
    after,
    painted,
    regions: masked,
    bare,
    extent,
    anchor,
    camera: fitted.camera,
  });
  return {
    image: after,
    changed: { data: extent.matte, width, height },
    coverage: { data: bare.coverage, width, height },
    scores,
  };
}

/** Skin to go by: bare, of the head, away from hair; the forehead too as far as it reaches beyond the face's oval. */
function skinInSight(
  { skin, hair, person }: PortraitRegions,
  bare: BareHead,
  { distance }: Extent,
  tinted: Uint8Array,
  pxPerCm: number,
): Uint8Array {
  const out = new Uint8Array(distance.length);
  for (let i = 0; i < out.length; i++) {
    if (bare.coverage[i]! < 1 || distance[i]! < SHADED * pxPerCm) continue;
    const forehead = bare.above[i] && tinted[i] && person.data[i]! > 0.8 && hair.data[i]! < 0.05;
    out[i] = forehead || skin.data[i]! > 0.5 ? 1 : 0;
  }
  return out;
}

function composed(
  image: RgbPlanes,
  painted: RgbPlanes,
  behind: RgbPlanes,
  { coverage }: BareHead,
  { matte }: Extent,
  pxPerCm: number,
): RgbPlanes {
  const { width, height } = image;
  const n = width * height;
  const wide = softened(coverage, width, height, WRAP.cm * pxPerCm);
  const data = image.data.slice();
  for (let i = 0; i < n; i++) {
    const m = matte[i]!;
    if (m === 0) continue;
    const open = 1 - coverage[i]! * (1 - WRAP.share * Math.max(0, 1 - wide[i]!));
    for (let at = i; at < 3 * n; at += n) {
      const to = painted.data[at]! + open * (behind.data[at]! - painted.data[at]!);
      data[at] = image.data[at]! + m * (to - image.data[at]!);
    }
  }
  return { data, width, height };
}
