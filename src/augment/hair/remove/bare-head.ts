/** The head as it would be without hair: the fitted surface, and what the photograph shows of the head itself. Pure. */
import { distanceTo } from '../../../image/distance.js';
import { gaussian } from '../../../image/filter.js';
import { type HeadRaster, paintLabels, paintVertices } from '../raster/head.js';
import type { Camera, FittedHead, HeadModel, PortraitRegions } from '../types.js';
import { cmBelow } from './below.js';
import { BESIDE, guessedEars, skullWithoutEars } from './ears.js';
import { setOf, widened } from './set-of.js';
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
  /** 1 on the sides of the face, beyond the eyes. */
  readonly sides: Uint8Array;
  /** 1 below the jaw, along the head: neck, collar, shoulders. */
  readonly low: Uint8Array;
  /** 1 on the ears and around them, as the photograph or the fitted head has them. */
  readonly besideFace: Uint8Array;
}

/** The neck is the fitted one down to this height and out to this half width, cm; then collars and shoulders begin. */
const COLLAR = -16.5;
const NECK = 5.5;
/** Height above which there are no features, cm. */
const BROWS = 0.3;
/** Below the jaw what has the skin's tint is neck, so near. */
const NECK_BESIDE = 1.5;
/** Half the width of the face beyond the corners of the eyes, cm. */
const SIDES = 5.2;
/** Gaps narrower than twice the first are closed, points narrower than twice the second taken off, cm. */
const SMOOTH = { close: 0.5, open: 0.25, blur: 0.07 } as const;
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
  const [ear, neck] = [head.labels.indexOf('ear'), head.labels.indexOf('neck')];
  const naked = likelyNaked(labels, neck, regions, tinted, fitted.camera.scale);
  const skull = skullWithoutEars(fitted, head, raster);
  const auricle = setOf(labels.length, (i) => labels[i] === ear && !skull[i]);
  const guessed = guessedEars(fitted.camera, auricle, across, skull, regions);
  const on = new Uint8Array(labels.length);
  for (let i = 0; i < on.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    if (auricle[i]) on[i] = guessed[i]!;
    else on[i] = label !== neck || (level[i]! > COLLAR && Math.abs(across[i]!) < NECK && naked[i]! > 0.5) ? 1 : 0;
  }
  const x = axis(head, 0);
  const facing = seen(raster);
  const beards = Float32Array.from({ length: head.label.length }, (_, v) =>
    Math.max(head.weights.beard[v]!, head.weights.cheeks[v]!, head.weights.moustache[v]!),
  );
  const chins = beards.map((value, v) => (Math.abs(x[v]!) < CHIN ? value : 0));
  return {
    coverage: smoothShare(joined(on, fitted.camera, regions, tinted), width, height, fitted.camera.scale),
    hollow: hollows(raster, facing, fitted.camera.scale),
    normal: wholeNormals(raster, facing, fitted.camera.scale),
    scalp: paintVertices(raster, head, head.weights.scalp).data,
    beard: paintVertices(raster, head, beards).data,
    chin: paintVertices(raster, head, chins).data,
    above: setOf(level.length, (i) => level[i]! > BROWS),
    sides: setOf(level.length, (i) => Math.abs(across[i]!) > SIDES),
    low: belowJaw(fitted.camera, width, height),
    besideFace: widened(
      labels.map((label) => (label === ear ? 1 : 0)),
      width,
      height,
      0.8 * fitted.camera.scale,
    ),
    brow: paintVertices(raster, head, head.weights.brow).data,
  };
}

function belowJaw(camera: Camera, width: number, height: number): Uint8Array {
  const below = cmBelow(camera);
  return setOf(width * height, (i) => below(i % width, Math.floor(i / width)) > BESIDE.to);
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

/** Where the photograph shows skin beside the fitted head (ears, a broader jaw or neck), the photograph is right. Set. */
function joined(
  on: Uint8Array,
  camera: Camera,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
  tinted: Uint8Array,
): Uint8Array {
  const { width, height } = hair;
  const outside = distanceTo(on, width, height).data;
  const below = cmBelow(camera);
  const out = on.slice();
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (out[i] || hair.data[i]! > 0.25 || person.data[i]! < 0.45 || outside[i]! > BESIDE.cm * camera.scale) continue;
      const depth = below(x, y);
      if (depth < BESIDE.from) continue;
      out[i] = depth < BESIDE.to || (tinted[i] && outside[i]! < NECK_BESIDE * camera.scale) ? 1 : 0;
    }
  }
  return out;
}

/** A set with its notches closed and its points taken off, as shares that run smoothly over about a pixel. Allocates. */
function smoothShare(set: Uint8Array, width: number, height: number, pxPerCm: number): Float32Array {
  const [close, open] = [SMOOTH.close * pxPerCm, SMOOTH.open * pxPerCm];
  // Continued beyond the picture, whose edge is neither head nor background.
  const pad = Math.ceil(close + open) + 2;
  const [w, h] = [width + 2 * pad, height + 2 * pad];
  const inner = (v: number, size: number): number => Math.max(0, Math.min(size - 1, v - pad));
  const padded = new Uint8Array(w * h);
  for (let y = 0, i = 0; y < h; y++) {
    const row = inner(y, height) * width;
    for (let x = 0; x < w; x++, i++) padded[i] = set[row + inner(x, width)]!;
  }
  const near = distanceTo(padded, w, h).data;
  const wide = distanceTo(
    setOf(near.length, (i) => near[i]! > close),
    w,
    h,
  ).data;
  // Eroded as far as it was widened and then some, by which it is widened again.
  const core = distanceTo(
    setOf(near.length, (i) => wide[i]! > close + open),
    w,
    h,
  ).data;
  const signed = new Float32Array(width * height);
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      signed[i] = Math.max(-4, Math.min(4, open + 0.5 - core[(y + pad) * w + x + pad]!));
    }
  }
  const sigma = Math.max(1, SMOOTH.blur * pxPerCm);
  return gaussian({ data: signed, width, height }, sigma).data.map((d) => Math.max(0, Math.min(1, 0.5 + d)));
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
