/**
 * A face cut out of a picture as the FFHQ dataset does it, step by step (NVlabs/ffhq-dataset,
 * `recreate_aligned_images`): shrink, crop, pad, transform.
 *
 * The transform samples a grid four times as fine as the result, bilinear, and shrinks it with Lanczos' kernel: so
 * did 4096 → 1024. Rows of the fine grid are made as they are needed. Where the picture is shrunk first, the official
 * script forgets that its half pixel shrinks too, and samples up to a quarter px of the result off; this one does not.
 */
import { invariant } from '../../errors.js';
import type { Picture } from '../../item.js';
import { type Padding, padPicture } from './pad.js';
import { isAligned, placeQuad, type Quad, sideOf } from './quad.js';
import { reduce, type Window } from './reduce.js';
import { sampleRow } from './sample.js';

/** Options of `alignFfhq`. */
export interface AlignOptions {
  /** Side of the result, px. */
  readonly size?: number | undefined;
  /** A picture of `size` whose quad is this near its frame is returned as it is. */
  readonly tolerancePx?: number | undefined;
}

export const ALIGN_DEFAULTS = { size: 1024, tolerancePx: 0 } as const;

/** Samples of the transform along each axis for one pixel of the result. */
const SUPERSAMPLE = 4;

/** Parts of the crop's side: kept around the quad, least padding, and blur of the padding. */
const BORDER = 0.1;
const LEAST_PADDING = 0.3;
const BLUR = 0.02;

/**
 * The crop as a picture of `size` × `size`; the picture itself where it already is that crop. Both images of a pair
 * take the same quad.
 */
export function alignFfhq(picture: Picture, quad: Quad, options: AlignOptions = {}): Picture {
  const size = options.size ?? ALIGN_DEFAULTS.size;
  const tolerancePx = options.tolerancePx ?? ALIGN_DEFAULTS.tolerancePx;
  invariant(size > 0 && sideOf(quad) > 0, 'the crop and its result have a size');
  if (picture.width === size && picture.height === size && isAligned(quad, size, size, tolerancePx)) return picture;
  const cropped = shrinkAndCrop(picture, quad, size);
  const padded = pad(cropped.picture, cropped.quad);
  return transform(padded.picture, padded.quad, size);
}

interface Placed {
  readonly picture: Picture;
  readonly quad: Quad;
}

/** Halves (thirds, …) a crop that is more than four times the result, and cuts away what is far from the quad. */
function shrinkAndCrop(picture: Picture, quad: Quad, size: number): Placed {
  const shrink = Math.max(Math.floor(sideOf(quad) / size / 2), 1);
  const width = Math.max(Math.round(picture.width / shrink), 1);
  const height = Math.max(Math.round(picture.height / shrink), 1);
  const scaled = placeQuad(quad, [width / picture.width, height / picture.height], [0, 0]);
  const window = boundsOf(scaled, borderOf(scaled), width, height);
  const placed = placeQuad(scaled, [1, 1], [window.left, window.top]);
  return { picture: shrink > 1 ? shrunk(picture, width, height, window) : cut(picture, window), quad: placed };
}

/** Mirrors the picture beyond its edges where the quad, with its border, leaves it. */
function pad(picture: Picture, quad: Quad): Placed {
  const border = borderOf(quad);
  const { left, top, right, bottom } = extent(quad);
  const over = [-left, -top, right - picture.width, bottom - picture.height].map((px) => Math.max(px + border, 0));
  if (Math.max(...over) <= border - 4) return { picture, quad };
  const least = Math.max(Math.round(sideOf(quad) * LEAST_PADDING), 1);
  const [l, t, r, b] = over.map((px) => Math.max(px, least));
  const padding: Padding = { left: l!, top: t!, right: r!, bottom: b! };
  return {
    picture: padPicture(picture, padding, sideOf(quad) * BLUR),
    quad: placeQuad(quad, [1, 1], [-padding.left, -padding.top]),
  };
}

function transform(picture: Picture, quad: Quad, size: number): Picture {
  const fine = size * SUPERSAMPLE;
  const rows = {
    width: fine,
    height: fine,
    read: (y: number, into: Float32Array) => sampleRow(picture, quad, fine, y, into),
  };
  return reduce(rows, size, size, { left: 0, top: 0, right: size, bottom: size });
}

function shrunk(picture: Picture, width: number, height: number, window: Window): Picture {
  const stride = picture.width * 3;
  const read = (y: number, into: Float32Array) => into.set(picture.data.subarray(y * stride, (y + 1) * stride));
  return reduce({ width: picture.width, height: picture.height, read }, width, height, window);
}

function cut(picture: Picture, { left, top, right, bottom }: Window): Picture {
  const width = right - left;
  const data = new Uint8Array(width * (bottom - top) * 3);
  for (let y = top; y < bottom; y++) {
    const from = (y * picture.width + left) * 3;
    data.set(picture.data.subarray(from, from + width * 3), (y - top) * width * 3);
  }
  return { data, width, height: bottom - top };
}

function borderOf(quad: Quad): number {
  return Math.max(Math.round(sideOf(quad) * BORDER), 3);
}

/** The quad's box widened by the border, inside the picture; at least one pixel of it. */
function boundsOf(quad: Quad, border: number, width: number, height: number): Window {
  const box = extent(quad);
  const left = Math.min(Math.max(box.left - border, 0), width - 1);
  const top = Math.min(Math.max(box.top - border, 0), height - 1);
  const right = Math.max(Math.min(box.right + border, width), left + 1);
  const bottom = Math.max(Math.min(box.bottom + border, height), top + 1);
  return { left, top, right, bottom };
}

function extent(quad: Quad): Window {
  const xs = quad.map(([x]) => x);
  const ys = quad.map(([, y]) => y);
  return {
    left: Math.floor(Math.min(...xs)),
    top: Math.floor(Math.min(...ys)),
    right: Math.ceil(Math.max(...xs)),
    bottom: Math.ceil(Math.max(...ys)),
  };
}
