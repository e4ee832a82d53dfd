/** The head as it would be without hair: the fitted surface, and what the photograph shows of the head itself. Pure. */
import { distanceTo } from '../../../image/distance.js';
import { gaussian } from '../../../image/filter.js';
import { complement } from '../../../image/region.js';
import { type HeadRaster, paintLabels, paintVertices } from '../raster/head.js';
import type { Camera, FittedHead, HeadModel, PortraitRegions } from '../types.js';
import { cmBelow } from './below.js';
import { setOf } from './set-of.js';
import { spread } from './spread.js';

/** The bald head on the portrait's pixels, each [H, W] unless it says otherwise. */
export interface BareHead {
  /** Share of each pixel that head or neck covers, [0, 1], anti-aliased. */
  readonly coverage: Float32Array;
  /** How far the surface lies below what is around it, cm: the hollows of ears, the neck under the jaw. */
  readonly hollow: Float32Array;
  /** [3, H, W], view space, unit length, continued beyond the head. */
  readonly normal: Float32Array;
  /** Where the scalp grows hair, [0, 1]. */
  readonly scalp: Float32Array;
  /** Beard and moustache, [0, 1]. */
  readonly beard: Float32Array;
  /** The middle of that: chin and upper lip. */
  readonly chin: Float32Array;
  readonly brow: Float32Array;
  /** 1 above the brows. */
  readonly above: Uint8Array;
  /** 1 on the ears and around them, as the photograph or the fitted head has them. */
  readonly besideFace: Uint8Array;
}

/** An ear of which the photograph shows more than this share is the photograph's own. */
const SHOWN = 0.3;
const UNDER_HAIR = 0.15;
/** The neck is the fitted one down to this height and out to this half width, cm; then collars and shoulders begin. */
const COLLAR = -16.5;
const NECK = 5.5;
/** Height above which there are no features, cm. */
const BROWS = 0.3;
/** Between these, cm below the head's origin, skin beside the fitted head is ear or cheek, up to so many cm from it. */
const TEMPLE = -1.5;
const JAW = 9;
const EARS = 2;
/** Half the width of the chin, cm. */
const CHIN = 2.5;

/** `tinted` [H, W] is 1 on pixels of the skin's tint. Allocates. */
export function bareHead(
  fitted: FittedHead,
  head: HeadModel,
  raster: HeadRaster,
  regions: Pick<PortraitRegions, 'hair' | 'person'>,
  tinted: Uint8Array,
): BareHead {
  const { width, height } = raster;
  const labels = paintLabels(raster, head);
  const level = paintVertices(raster, head, axis(head, 1), -Infinity).data;
  const across = paintVertices(raster, head, axis(head, 0)).data;
  const shown = earsShown(head, labels, across, regions);
  const [ear, neck] = [head.labels.indexOf('ear'), head.labels.indexOf('neck')];
  const naked = likelyNaked(labels, neck, regions, tinted, fitted.camera.scale);
  const on = new Uint8Array(labels.length);
  for (let i = 0; i < on.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    // Of an ear in sight the fitted one stands only for what hair hides: beside the ear itself there is background.
    if (label === ear && shown.includes(Math.sign(across[i]!))) on[i] = regions.hair.data[i]! > UNDER_HAIR ? 1 : 0;
    else on[i] = label !== neck || (level[i]! > COLLAR && Math.abs(across[i]!) < NECK && naked[i]! > 0.5) ? 1 : 0;
  }
  const x = axis(head, 0);
  const facing = seen(raster);
  const beards = Float32Array.from({ length: head.label.length }, (_, v) =>
    Math.max(head.weights.beard[v]!, head.weights.cheeks[v]!, head.weights.moustache[v]!),
  );
  const chins = beards.map((value, v) => (Math.abs(x[v]!) < CHIN ? value : 0));
  const inside = distanceTo(complement(on), width, height).data;
  const outside = distanceTo(on, width, height).data;
  return {
    coverage: joined(antialiased(inside, outside, width, height), outside, fitted.camera, regions),
    hollow: hollows(raster, facing, fitted.camera.scale),
    normal: wholeNormals(raster, facing, fitted.camera.scale),
    scalp: paintVertices(raster, head, head.weights.scalp).data,
    beard: paintVertices(raster, head, beards).data,
    chin: paintVertices(raster, head, chins).data,
    above: setOf(level.length, (i) => level[i]! > BROWS),
    besideFace: around(
      labels.map((label) => (label === ear ? 1 : 0)),
      width,
      height,
      0.8 * fitted.camera.scale,
    ),
    brow: paintVertices(raster, head, head.weights.brow).data,
  };
}

function axis(head: HeadModel, which: 0 | 1): Float32Array {
  return Float32Array.from({ length: head.label.length }, (_, v) => head.positions[3 * v + which]!);
}

/** Whether the fitted neck is bare where hair hides it, as a membrane between head, skin in sight and clothes. */
function likelyNaked(
  labels: Uint8Array,
  neck: number,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
  tinted: Uint8Array,
  pxPerCm: number,
): Float32Array {
  const { width, height } = hair;
  const values = new Float32Array(labels.length);
  const known = new Uint8Array(labels.length);
  for (let i = 0; i < known.length; i++) {
    const onHead = labels[i] !== 0 && labels[i] !== neck;
    const clear = hair.data[i]! < 0.1 && person.data[i]! > 0.8;
    known[i] = onHead || clear ? 1 : 0;
    values[i] = onHead || (clear && tinted[i]) ? 1 : 0;
  }
  return spread({ values, known, width, height, cellPx: pxPerCm / 4 });
}

/** Ears (-1 the head's own right, in the picture left; 1 the other) of which the photograph shows enough. */
function earsShown(
  head: HeadModel,
  labels: Uint8Array,
  across: Float32Array,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
): number[] {
  const ear = head.labels.indexOf('ear');
  return [-1, 1].filter((side) => {
    let [seen, all] = [0, 0];
    for (let i = 0; i < labels.length; i++) {
      if (labels[i] !== ear || across[i]! * side < 0) continue;
      all++;
      if (hair.data[i]! < 0.3 && person.data[i]! > 0.5) seen++;
    }
    return all > 0 && seen > SHOWN * all;
  });
}

/** Of a set of whole pixels, shares that run smoothly over about a pixel at its outline. */
function antialiased(inside: Float32Array, outside: Float32Array, width: number, height: number): Float32Array {
  const signed = inside.map((d, i) => Math.max(-4, Math.min(4, d > 0 ? d - 0.5 : 0.5 - outside[i]!)));
  return gaussian({ data: signed, width, height }, 1.2).data.map((d) => Math.max(0, Math.min(1, 0.5 + d)));
}

/** Where the photograph shows skin beside the fitted head (ears, a broader jaw), the photograph is right. */
function joined(
  share: Float32Array,
  outside: Float32Array,
  camera: Camera,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
): Float32Array {
  const { width, height } = hair;
  const below = cmBelow(camera);
  const out = share.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      const depth = below(x, y);
      if (depth < TEMPLE || depth > JAW || outside[i]! > EARS * camera.scale) continue;
      const skin = (person.data[i]! - 0.3) * 2.5 * (1 - Math.min(1, 3 * hair.data[i]!));
      out[i] = Math.max(out[i]!, Math.min(1, skin));
    }
  }
  return out;
}

/** Where the surface faces the camera: at gaps of the mesh one sees its far side from within. */
function seen({ normal, triangle }: HeadRaster): Uint8Array {
  const n = triangle.length;
  return setOf(n, (i) => triangle[i]! >= 0 && normal[2 * n + i]! > -0.05);
}

/** Normals of what is seen, continued over the gaps and a little beyond the outline. */
function wholeNormals(raster: HeadRaster, known: Uint8Array, pxPerCm: number): Float32Array {
  const { width, height } = raster;
  const n = width * height;
  const far = spread({ values: raster.normal, known, width, height, cellPx: pxPerCm / 6 });
  const out = raster.normal.slice();
  for (let i = 0; i < n; i++) {
    if (known[i]) continue;
    const length = Math.hypot(far[i]!, far[n + i]!, far[2 * n + i]!) || 1;
    for (let at = i; at < 3 * n; at += n) out[at] = far[at]! / length;
  }
  return out;
}

/** How far each pixel of the head lies below the mean around it, cm, at least 0. */
function hollows(raster: HeadRaster, known: Uint8Array, pxPerCm: number): Float32Array {
  const { depth, normal, width, height } = raster;
  const mean = spread({ values: depth, known, width, height, cellPx: pxPerCm / 6, blurPx: 0.7 * pxPerCm });
  const n = depth.length;
  // Towards the outline the surface falls away without being a hollow.
  const faces = (i: number): number => Math.max(0, Math.min(1, (normal[2 * n + i]! - 0.3) / 0.4));
  return depth.map((d, i) => (known[i] ? faces(i) * Math.max(0, mean[i]! - d - 0.1) : 0));
}

function around(set: Uint8Array, width: number, height: number, px: number): Uint8Array {
  const distance = distanceTo(set, width, height).data;
  return setOf(set.length, (i) => distance[i]! < px);
}
