/** Whether something that is neither hair nor skin sits on the head. Pure. */
import type { RgbPlanes } from '../../../pair.js';
import { fitHead, type Observed } from '../fit/index.js';
import { type HeadRaster, paintVertices, renderHead } from '../raster/head.js';
import type { HeadModel, Light, PortraitRegions } from '../types.js';
import { linearPlanes } from './linear-planes.js';
import { skinTinted } from './tint.js';

/** What a portrait shows of the head; `raster` is of the fitted one. */
export interface Headwear {
  readonly image: RgbPlanes;
  readonly observed: Observed;
  readonly regions: PortraitRegions;
  readonly raster: HeadRaster;
  readonly light: Light;
}

/** Shares of the head above `cm`, some way over the brows. */
export interface Covered {
  /** In the person, but neither hair nor of the skin's tint. */
  readonly strange: number;
  /** Of the head that the face alone tells of: where there is no person, so that something else hides it. */
  readonly missing: number;
}

/**
 * From here on a hat is taken for one. 25 portraits without have `strange` up to 0.35 (highlights on a high forehead, fair
 * hair that the mask missed) and `missing` up to 0.02; caps of six colours painted on six of them have `strange` from
 * 0.67, unless they are of the skin's tint; a naval cap, which segmenters take for hair and background, `missing` 0.32.
 */
export const HAT_LIMITS = { strange: 0.5, missing: 0.15 } as const;

/** Height on the generic head, cm. */
const ABOVE = 2;
/** A pixel is hair from here on. */
const HAIR = 0.3;

/** Measures it: 30 ms at 512 px. Allocates. */
export function coveredBy({ image, observed, regions, raster, light }: Headwear, head: HeadModel): Covered {
  const { hair, person } = regions;
  const level = Float32Array.from({ length: head.label.length }, (_, v) => head.positions[3 * v + 1]!);
  const tinted = skinTinted(linearPlanes(image), light);
  const strange = shareOver(
    paintVertices(raster, head, level, -Infinity).data,
    (i) => person.data[i]! > 0.5 && hair.data[i]! < HAIR && !tinted[i],
  );
  // A fit with regions draws the skull into the person, whatever hides the rest.
  const free = renderHead(fitHead(head, observed, image), head, image.width, image.height);
  const missing = shareOver(
    paintVertices(free, head, level, -Infinity).data,
    (i) => Math.max(person.data[i]!, hair.data[i]!) < 0.5,
  );
  return { strange, missing };
}

/** Why hair cannot be grown on this head, in words that complete "because"; undefined where it can. */
export function hatProblem({ strange, missing }: Covered): string | undefined {
  const percent = (share: number): string => `${Math.round(100 * share)} %`;
  if (strange > HAT_LIMITS.strange)
    return `a hat covers the head: ${percent(strange)} of its top is neither hair nor skin`;
  if (missing > HAT_LIMITS.missing) return `a hat hides the head: ${percent(missing)} of its top is not to be seen`;
  return undefined;
}

function shareOver(level: Float32Array, passes: (i: number) => boolean): number {
  let [all, count] = [0, 0];
  for (let i = 0; i < level.length; i++) {
    if (!(level[i]! > ABOVE)) continue;
    all++;
    if (passes(i)) count++;
  }
  return all > 0 ? count / all : 0;
}
