/** Joins drawn hair into a portrait. Pure. */
import { invariant } from '../../../errors.js';
import type { Plane, RgbPlanes } from '../../../pair.js';
import { encode } from '../raster/encode.js';
import type { HairLayer, Light, PortraitRegions } from '../types.js';
import { type Box, boxAround, cutImage, cutPlane, putPlane } from './box.js';
import { LEAST_ALPHA, layHair } from './composite.js';
import { addGrain } from './grain.js';
import { meltRoots } from './hairline.js';
import { harmonise } from './harmonise.js';
import { hairlineSeam, lightMismatch } from './measure.js';
import { readSensor, type Sensor } from './sensor.js';
import { inShadow } from './skin-shadow.js';

/** How to join. Lengths in px at a width of 512. */
export interface FuseHairOptions {
  /** Standard deviation of the Gaussian that parts the hair's colour and light from its texture. */
  readonly radius: number;
  /** Bands of texture above it. */
  readonly bands: number;
  /** How far colour and light follow the portrait, [0, 1]. */
  readonly harmonise: number;
  /** How far the roots' colour spreads on the skin; below 4 not at all. */
  readonly feather: number;
  /** How far blur and grain follow the portrait's, [0, 1]. */
  readonly sensor: number;
  /** How far the energy of texture follows that of hair in photographs, [0, 1]; 1 if not given. */
  readonly texture?: number | undefined;
}

export const FUSE_HAIR_DEFAULTS = {
  radius: 10,
  bands: 2,
  harmonise: 0.6,
  feather: 8,
  sensor: 1,
  texture: 1,
} satisfies FuseHairOptions;

/** What to join. Images [3, H, W] and planes [H, W] of one size. */
export interface HairToFuse {
  /** The portrait without the hair. */
  readonly before: RgbPlanes;
  readonly layer: Pick<HairLayer, 'colour' | 'alpha' | 'shade'>;
  readonly light: Pick<Light, 'sh' | 'albedo'>;
  /** Of `before`; without them everything beneath the hair is taken for skin, and the roots do not melt. */
  readonly regions?: Pick<PortraitRegions, 'skin' | 'person'> | undefined;
  /** Mean albedo that the hair is to have, linear RGB; see `meanAlbedo`. */
  readonly target?: readonly [number, number, number] | undefined;
  /** What `readSensor` read of `before`, for callers that draw on it more than once. */
  readonly sensor?: Sensor | undefined;
  /** Uniform numbers for the grain, from `streamOf`. */
  readonly random: () => number;
}

/** The portrait with hair. */
export interface FusedHair {
  readonly after: RgbPlanes;
  /** 1 where `after` may differ from `before` (hair, its shadow, its roots), else 0; there it is `before` bit for bit. */
  readonly mask: Plane;
  /** Matte of the hair in `after`, [0, 1]. */
  readonly hairMask: Plane;
  /**
   * hairline_seam (levels of 255), light_mismatch (stops a radius), hair_gain (stops, the largest of a channel),
   * portrait_blur (px), portrait_grain (levels of 255); absent where they cannot be measured.
   */
  readonly scores: Readonly<Record<string, number>>;
}

/** Blur up to which a portrait counts as sharp as drawn strands are, px: of 26 portraits of 512 px the least sharp has. */
const OWN_BLUR_PX = 0.95;
/** Most blur that is added, px at 512: a portrait out of focus is no reason to draw hair as fog. */
const MOST_BLUR_AT_512 = 1.3;
/** Shadows fainter than this are none: less than a level of 8 bits. */
const FULL_LIGHT = 1 - 1 / 400;

/**
 * In turn: colour and light of the hair are brought to the portrait's in their low band (`harmonise`), its shadow is laid
 * on the skin, hair is laid over it as sharp as the portrait, roots melt into the skin, and grain is added. Pixels
 * outside the mask are copied, never computed. Allocates; 512 × 512 px with a quarter of them hair take about 0.4 s.
 */
export function fuseHair(hair: HairToFuse, options: FuseHairOptions = FUSE_HAIR_DEFAULTS): FusedHair {
  const { before, layer, light, regions, target, random } = hair;
  const { width, height } = before;
  const n = width * height;
  invariant(layer.alpha.data.length === n && before.data.length === 3 * n, 'portrait and layer have one size');
  const scale = width / 512;
  const featherPx = options.feather * scale;
  const box = boxAround(touched(layer), width, height, Math.ceil(1.2 * featherPx + 5 * scale));
  if (!box) return untouched(before);

  const sensor = hair.sensor ?? readSensor(before, regions?.person);
  const part = cutImage(before, box);
  const alpha = cutPlane(layer.alpha, box);
  const skin = regions ? cutPlane(regions.skin, box) : undefined;
  const { colour, gain } = harmonise(cutImage(layer.colour, box), alpha, light, {
    radiusPx: options.radius * scale,
    bands: options.bands,
    strength: options.harmonise,
    target,
    black: sensor.black,
    texture: options.texture ?? FUSE_HAIR_DEFAULTS.texture,
    scale,
  });

  const shade = shadeOn(cutPlane(layer.shade, box), regions && cutPlane(regions.person, box));
  const shaded = inShadow(part, shade, skin);
  const excess = Math.sqrt(Math.max(0, sensor.blurPx ** 2 - OWN_BLUR_PX ** 2));
  const laid = layHair(colour, alpha, shaded, options.sensor * Math.min(MOST_BLUR_AT_512 * scale, excess));
  const joined = encoded(laid.linear, box);
  const behind = encoded(shaded, box);
  const melted = skin && meltRoots(joined, behind, colour, laid.alpha, skin, featherPx);
  addGrain(joined, laid.alpha, options.sensor * sensor.grain, random);

  const changed = changedPixels(laid.alpha.data, shade.data, melted?.data);
  const after = paste(before, joined, changed, box);
  const seam = skin && hairlineSeam(behind, colour, joined, laid.alpha, skin, scale);
  const mismatch = lightMismatch(joined, laid.alpha, light);
  return {
    after,
    mask: putPlane(changed, box, width, height),
    hairMask: putPlane(laid.alpha.data, box, width, height),
    scores: {
      ...(seam === undefined ? {} : { hairline_seam: seam }),
      ...(mismatch === undefined ? {} : { light_mismatch: mismatch }),
      hair_gain: Math.max(...gain.map((g) => Math.abs(Math.log2(g)))),
      portrait_blur: sensor.blurPx,
      portrait_grain: sensor.grain * 127.5,
    },
  };
}

function touched({ alpha, shade }: Pick<HairLayer, 'alpha' | 'shade'>): Uint8Array {
  const set = new Uint8Array(alpha.data.length);
  for (let i = 0; i < set.length; i++) set[i] = alpha.data[i]! >= LEAST_ALPHA || shade.data[i]! < FULL_LIGHT ? 1 : 0;
  return set;
}

function changedPixels(alpha: Float32Array, shade: Float32Array, melted: Float32Array | undefined): Float32Array {
  const changed = new Float32Array(alpha.length);
  for (let i = 0; i < changed.length; i++) changed[i] = alpha[i]! > 0 || shade[i]! < 1 ? 1 : 0;
  if (melted) for (let i = 0; i < changed.length; i++) if (melted[i]! > 0) changed[i] = 1;
  return changed;
}

function untouched(before: RgbPlanes): FusedHair {
  const { width, height } = before;
  const none = { data: new Float32Array(width * height), width, height };
  return { after: before, mask: none, hairMask: none, scores: {} };
}

/** Shade of the part. The generic head has shoulders where this person may have none: no shadow falls on the background. */
function shadeOn(shade: Plane, person: Plane | undefined): Plane {
  const data = new Float32Array(shade.data.length);
  for (let i = 0; i < data.length; i++) {
    const s = shade.data[i]!;
    const light = person ? 1 - (1 - s) * person.data[i]! : s;
    data[i] = light >= FULL_LIGHT ? 1 : light;
  }
  return { ...shade, data };
}

function encoded(linear: Float32Array, { width, height }: Box): RgbPlanes {
  const data = new Float32Array(linear.length);
  for (let i = 0; i < data.length; i++) data[i] = encode(linear[i]!);
  return { data, width, height };
}

/** A copy of the portrait with the part's pixels where `changed` is not 0. */
function paste({ data: from, width, height }: RgbPlanes, part: RgbPlanes, changed: Float32Array, box: Box): RgbPlanes {
  const data = from.slice();
  const { data: own } = part;
  for (let c = 0; c < 3; c++) {
    for (let y = 0, i = 0, o = c * changed.length; y < box.height; y++) {
      let at = (c * height + box.y + y) * width + box.x;
      for (let x = 0; x < box.width; x++, i++, o++, at++) {
        if (changed[i] === 0) continue;
        const v = own[o]!;
        data[at] = v > 1 ? 1 : v < -1 ? -1 : v;
      }
    }
  }
  return { data, width, height };
}
