/** What a region's hair does, as functions of place: made from a style by scalp.ts, beard.ts and brow.ts. */
import type { Density } from './roots.js';
import type { Texture } from './style.js';

/** A root and what is fixed for the strand that it bears. */
export interface Root {
  x: number;
  y: number;
  z: number;
  /** Outward normal. */
  nx: number;
  ny: number;
  nz: number;
  /** Of the strand at this growth, cm. */
  length: number;
}

/** x, y, z. */
export type Point = Float64Array;

/** Made by classes, whose methods are compiled once, not by closures, which are compiled again for every head. */
export interface Plan extends Density {
  /** Index in HAIR_REGIONS. */
  readonly region: number;
  /** Strands on `fullArea` cm² of full density, as a share of those of a whole scalp. */
  readonly share: number;
  readonly fullArea: number;
  readonly texture: Texture;
  /** cm at growth 1, before `level` cuts. */
  length(root: Root): number;
  /** Share of that which a strand reaches, of those among its like: new short hair at a hairline. */
  fine(root: Root): number;
  /** Angle of the root above the skin, degrees. */
  rise(root: Root): number;
  /** Height under which a hanging strand is cut at growth 1, head space. */
  level(root: Root): number;
  /** Writes the direction in which hair is combed at p, of any length. */
  comb(p: Point, root: Root, out: Point): void;
  /** Length along which combing holds, cm. */
  hold(root: Root): number;
  /** Height over the skin at p to which combing lifts, cm. */
  lift(p: Point, root: Root): number;
  /** Depth of the layer of hair, cm. */
  readonly thickness: number;
  /** Moves p by at most `most` cm out of where this hair must not hang (the face). */
  clear?(p: Point, root: Root, most: number): void;
  /** Tips turn in or out. */
  readonly flip: number;
  /** Where hair is tied. */
  readonly knot?: { readonly at: readonly number[]; readonly radius: number; readonly bun: boolean };
  /** Power of a guide's weight over its distance: how much each strand follows its nearest guide alone. */
  readonly follow: number;
}
