/** The head as it would be without hair: the fitted surface, and what the photograph shows of the head itself. Pure. */
import { distanceTo } from '../../../image/distance.js';
import { gaussian } from '../../../image/filter.js';
import { type HeadRaster, paintLabels, paintVertices } from '../raster/head.js';
import type { Camera, FittedHead, HeadModel, PortraitRegions } from '../types.js';
import { cmBelow } from './below.js';
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

/** An ear of which the photograph shows more than this share is the photograph's own, and all of it from the second on. */
const SHOWN = { some: 0.3, all: 0.55 } as const;
const UNDER_HAIR = 0.15;
/** The neck is the fitted one down to this height and out to this half width, cm; then collars and shoulders begin. */
const COLLAR = -16.5;
const NECK = 5.5;
/** Height above which there are no features, cm. */
const BROWS = 0.3;
/** Between these, cm below the head's origin, skin beside the fitted head is ear or cheek, up to so many cm from it. */
const TEMPLE = -1.5;
const JAW = 9;
const EARS = 3.5;
/** Below the jaw what has the skin's tint is neck, so near. */
const NECK_BESIDE = 1.5;
/** Half the extent of the generic skull without ears along x, y and z, and the z of its middle, cm. */
const SKULL = [6.9, 8.1, 8.8] as const;
const SKULL_DEPTH = -1;
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
  const shown = earsShown(fitted.camera, ear, labels, across, regions);
  const skull = onSkull(fitted.camera);
  const on = new Uint8Array(labels.length);
  for (let i = 0; i < on.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    if (label === ear && level[i]! < BROWS && !skull(i % width, Math.floor(i / width))) {
      // Of an ear in sight the fitted one stands only for what hair hides: beside the ear itself there is background.
      const share = shown[across[i]! < 0 ? 0 : 1];
      on[i] = share < SHOWN.some || (share < SHOWN.all && regions.hair.data[i]! > UNDER_HAIR) ? 1 : 0;
    } else on[i] = label !== neck || (level[i]! > COLLAR && Math.abs(across[i]!) < NECK && naked[i]! > 0.5) ? 1 : 0;
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

/** Whether pixels lie before the skull, an ellipsoid: of a turned head ears do. Parallel projection, near enough for it. */
function onSkull({ rotation: r, x: originX, y: originY, scale }: Camera): (x: number, y: number) => boolean {
  // The outline of an ellipsoid is an ellipse, u · inverse(M) · u = 1 with M = P A² Pᵀ.
  const [ax, ay, az] = SKULL.map((half) => half * half);
  const m = (i: number, j: number): number =>
    r[i]! * r[j]! * ax! + r[i + 1]! * r[j + 1]! * ay! + r[i + 2]! * r[j + 2]! * az!;
  const [xx, xy, yy] = [m(0, 0), m(0, 3), m(3, 3)];
  const determinant = xx * yy - xy * xy;
  return (x, y) => {
    const u = (x + 0.5 - originX) / scale - r[2]! * SKULL_DEPTH;
    const v = (originY - y - 0.5) / scale - r[5]! * SKULL_DEPTH;
    return yy * u * u - 2 * xy * u * v + xx * v * v < determinant;
  };
}

function belowJaw(camera: Camera, width: number, height: number): Uint8Array {
  const below = cmBelow(camera);
  return setOf(width * height, (i) => below(i % width, Math.floor(i / width)) > JAW);
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

/**
 * How much of each ear the photograph shows, in shares of the fitted one: the head's own right (in the picture left), and
 * left. Ears differ in size and place, so skin beside the skull counts as well as the fitted ear in sight.
 */
function earsShown(
  camera: Camera,
  ear: number,
  labels: Uint8Array,
  across: Float32Array,
  { hair, person }: Pick<PortraitRegions, 'hair' | 'person'>,
): [number, number] {
  const { width, height } = hair;
  const { rotation, x: originX, y: originY, scale } = camera;
  const skull = setOf(labels.length, (i) => labels[i] !== 0 && labels[i] !== ear);
  const beside = distanceTo(skull, width, height).data;
  const below = cmBelow(camera);
  const [all, seen, skin] = [new Float64Array(2), new Float64Array(2), new Float64Array(2)];
  for (let y = 0, i = 0; y < height; y++) {
    for (let x = 0; x < width; x++, i++) {
      if (beside[i]! > EARS * scale) continue;
      const bare = hair.data[i]! < 0.3 && person.data[i]! > 0.5;
      if (labels[i] === ear) {
        const side = across[i]! < 0 ? 0 : 1;
        all[side]!++;
        if (bare) seen[side]!++;
      }
      if (!bare || skull[i]) continue;
      const depth = below(x, y);
      if (depth < TEMPLE || depth > JAW) continue;
      skin[(x + 0.5 - originX) * rotation[0]! - (y + 0.5 - originY) * rotation[3]! < 0 ? 0 : 1]!++;
    }
  }
  const share = (side: 0 | 1): number => (all[side]! > 0 ? Math.max(seen[side]!, skin[side]!) / all[side]! : 0);
  return [share(0), share(1)];
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
      if (out[i] || hair.data[i]! > 0.25 || person.data[i]! < 0.45 || outside[i]! > EARS * camera.scale) continue;
      const depth = below(x, y);
      if (depth < TEMPLE) continue;
      out[i] = depth < JAW || (tinted[i] && outside[i]! < NECK_BESIDE * camera.scale) ? 1 : 0;
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
