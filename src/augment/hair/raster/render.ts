/**
 * The software rasteriser of hair: strands → colour, matte, shade on the skin, direction, depth.
 *
 *   head.ts        fitted head → z-buffer            segments.ts    strands → vertices in the picture
 *   occluder.ts    z-buffer → soft occlusion         order.ts       segments by depth, nearest first
 *   lattice.ts     hair, head → density towards light  transmit.ts  density → light that gets through
 *   fibre.ts       light on a strand                 composite.ts   anti-aliased lines, front to back
 *   skin-shade.ts  light on the skin                 develop.ts     linear sums → planes
 */
import { invariant } from '../../../errors.js';
import type { FittedHead, HairLayer, HeadModel, Light, Strands } from '../types.js';
import { composite } from './composite.js';
import { develop } from './develop.js';
import { FibreShader } from './fibre.js';
import type { HairColour } from './hair-colour.js';
import { type HeadRaster, renderHead } from './head.js';
import { makeLattice } from './lattice.js';
import { makeOccluder } from './occluder.js';
import { nearestFirst } from './order.js';
import { buildSegments } from './segments.js';
import { shadeSkin } from './skin-shade.js';
import { strandTones } from './tone.js';
import { lightThrough } from './transmit.js';

/** What to draw hair with. */
export interface RenderHairOptions {
  /** px, of the portrait that the head was fitted to. */
  readonly width: number;
  readonly height: number;
  readonly colour: HairColour;
  /** Of the differences between strands. */
  readonly seed: number;
  /** The head as `renderHead` drew it at this size, where the caller has it already. */
  readonly head?: HeadRaster;
}

/**
 * Draws strands that are already on this head (warped to it, head space). Pure; the same input gives the same bytes.
 *
 * Strands must have finite points. Time grows with the strands' length in the picture rather than with their number:
 * what lies behind the head or under opaque hair is neither shaded nor drawn. Allocates about 100 bytes a point.
 */
export function renderHair(
  strands: Strands,
  fitted: FittedHead,
  head: HeadModel,
  light: Light,
  { width, height, colour, seed, head: drawn }: RenderHairOptions,
): HairLayer {
  invariant(strands.points.length === 3 * strands.first[strands.radius.length]!, 'strands end with their last point');
  invariant(!drawn || (drawn.width === width && drawn.height === height), 'the drawn head has the size of the picture');
  const surface = drawn ?? renderHead(fitted, head, width, height);
  const occluder = makeOccluder(surface);
  const segments = buildSegments(strands, fitted.camera, occluder);
  const through = lightThrough(makeLattice(strands, fitted, head.triangles, light.direction), light);
  const tones = strandTones(strands, colour, seed);
  const shader = new FibreShader(segments, fitted.camera, through, light, colour, tones);
  const sums = composite(segments, nearestFirst(segments), occluder, shader);
  return develop(sums, shadeSkin(surface, fitted.camera, through, light), width, height);
}
