/**
 * The vocabulary of hair, in the order in which a pair comes to be:
 * HeadModel, Strands → FittedHead → Light → HairLayer → the pair.
 *
 * Head space: cm, right-handed, x to the right of the picture, y up, z out of the face; the origin lies about the middle
 * of the skull. View space: the same axes after the head's rotation, so that the viewer looks along -z.
 */
import type { Plane, RgbPlanes } from '../../pair.js';

/** Where a strand grows, numbered as in `Strands.region`. */
export const HAIR_REGIONS = ['scalp', 'beard', 'brow'] as const;
export type HairRegion = (typeof HAIR_REGIONS)[number];

/** Weights of the head's vertices, [0, 1], that say where hair may grow. */
export const GROWTH_WEIGHTS = ['scalp', 'beard', 'cheeks', 'moustache', 'sideburns', 'brow'] as const;
export type GrowthWeight = (typeof GROWTH_WEIGHTS)[number];

/** The generic head that templates are made on and portraits are fitted with. Arrays are by vertex, in head space. */
export interface HeadModel {
  /** [vertices, 3], cm. */
  readonly positions: Float32Array;
  /** [vertices, 3], unit length, outwards. */
  readonly normals: Float32Array;
  /** [triangles, 3], counter-clockwise from outside. */
  readonly triangles: Uint32Array;
  /** Row of `labels` of each vertex. */
  readonly label: Uint8Array;
  readonly labels: readonly string[];
  readonly weights: Readonly<Record<GrowthWeight, Float32Array>>;
  /** The 478 points of MediaPipe's face mesh on this head, [478, 3]; 468 on are the irises. */
  readonly mediapipe: Float32Array;
  /** eye_right, eye_left, nose, mouth_right, mouth_left, [5, 3]; right is the head's own, left in the picture. */
  readonly five: Float32Array;
}

/** Hair as polylines, root first. */
export interface Strands {
  /** [points, 3], cm, head space. */
  readonly points: Float32Array;
  /** Strand s has the points first[s] … first[s + 1] - 1, at least two; length strands + 1. */
  readonly first: Uint32Array;
  /** Radius of each strand at its root, cm; fewer strands than a head has are drawn thicker. */
  readonly radius: Float32Array;
  /** Index in HAIR_REGIONS of each strand. */
  readonly region: Uint8Array;
}

/**
 * Perspective at a known distance. A point p of the head goes to v = rotation · p (view space), then to
 * x + k v.x, y - k v.y px with k = scale · distance / (distance - v.z): `scale` px per cm at the depth of the origin.
 */
export interface Camera {
  /** [3, 3] row-major, head → view. */
  readonly rotation: Float64Array;
  readonly scale: number;
  /** px of the head's origin. */
  readonly x: number;
  readonly y: number;
  /** cm. */
  readonly distance: number;
}

/** Displacements on a regular lattice in head space; outside it, those of the nearest node. */
export interface Warp {
  /** Nodes along x, y, z. */
  readonly size: readonly [number, number, number];
  /** Of node (0, 0, 0), cm. */
  readonly origin: readonly [number, number, number];
  /** Between nodes, cm. */
  readonly step: number;
  /** [nz, ny, nx, 3], cm. */
  readonly displacement: Float32Array;
}

/** The generic head on a portrait. */
export interface FittedHead {
  readonly camera: Camera;
  /** From the generic head to this one; templates go the same way. */
  readonly warp: Warp;
  /** The head's vertices after the warp, head space, [vertices, 3]. */
  readonly positions: Float32Array;
  /** After the warp, unit length. */
  readonly normals: Float32Array;
  /** Root mean square distance of landmarks from where the fitted head has them, in % of the distance of the eyes. */
  readonly residual: number;
  /** Degrees, signed as in `Pose` of src/faces: yaw positive to the picture's right, pitch positive down. */
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** What is where on a portrait, each [H, W], [0, 1]. */
export interface PortraitRegions {
  /** Hair of the head and the beard, as it is now. */
  readonly hair: Plane;
  /** Bare skin of the face: where light and colour can be read. */
  readonly skin: Plane;
  /** The person, hair and clothes included. */
  readonly person: Plane;
}

/** Light on a portrait, linear RGB, view space. */
export interface Light {
  /**
   * Irradiance / π over the normal by real spherical harmonics of order 2, [9, 3]:
   * 1, y, z, x, xy, yz, 3z² - 1, xz, x² - y² without constants (they are in the coefficients).
   */
  readonly sh: Float32Array;
  /** Unit vector towards the strongest light. */
  readonly direction: readonly [number, number, number];
  /** Radiance of that light as far as it casts shadows, linear RGB; the rest of `sh` is ambient. */
  readonly key: readonly [number, number, number];
  /** Mean albedo of the skin that the light was read with, linear RGB. */
  readonly albedo: readonly [number, number, number];
}

/** Hair as the rasteriser draws it, of the portrait's size. */
export interface HairLayer {
  /** sRGB, [-1, 1], not premultiplied; where alpha is 0 it continues the nearest hair. */
  readonly colour: RgbPlanes;
  /** Matte, [0, 1]. */
  readonly alpha: Plane;
  /** Light that still reaches the skin, [0, 1]; 1 where the hair casts no shadow. */
  readonly shade: Plane;
  /** Direction of the strands by double angle: confidence · cos 2θ, confidence · sin 2θ; θ as in the orientation map. */
  readonly cos2: Plane;
  readonly sin2: Plane;
  /** Depth of the nearest strand in view space, cm, larger nearer; -Infinity without hair. */
  readonly depth: Plane;
}
