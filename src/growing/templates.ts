/** Hair to grow: built-in styles and files, opened once a thread. Template, growth, seed → strands on the generic head. */
import { growHair, type HairStyle, STYLES } from '../augment/hair/grow/index.js';
import type { DistanceField } from '../augment/hair/head/distance.js';
import {
  cutStrands,
  densify,
  openTemplate,
  placeOnHead,
  type ResolvedTemplate,
  resampleStrands,
  resolveTemplates,
} from '../augment/hair/template/index.js';
import { HAIR_REGIONS, type HairRegion, type HeadModel, type Strands } from '../augment/hair/types.js';
import { invariant } from '../errors.js';

/** A template that can be grown. */
export interface OpenTemplate {
  readonly name: string;
  /** What it grows on. */
  readonly regions: readonly HairRegion[];
  /** Strands on the generic head; `growth` is the share of the full length, `strands` those of a whole scalp. */
  grow(growth: number, options: { readonly strands: number; readonly seed: number }): Strands;
}

/** Of a file, at most: strands, and points of each. */
const MAX_STRANDS = 200_000;
const MAX_POINTS = 32;

/** Names that stand for several styles. */
const GROUPS: Readonly<Record<string, (style: HairStyle) => boolean>> = {
  all: () => true,
  hair: ({ scalp }) => scalp !== undefined,
  beards: ({ scalp, beard }) => scalp === undefined && beard !== undefined,
  brows: ({ scalp, beard }) => scalp === undefined && beard === undefined,
};

/** What a recipe names → styles and files. @throws DiptychError E_USAGE, E_DATASET */
export function chooseTemplates(specs: readonly string[]): Promise<ResolvedTemplate[]> {
  const styles = STYLES.map(({ name }) => name);
  const named = specs.flatMap((spec) => {
    const group = GROUPS[spec.toLowerCase()];
    return group ? STYLES.filter(group).map(({ name }) => name) : [spec];
  });
  return resolveTemplates(named, styles);
}

/** @throws DiptychError E_DATASET for a file that is no template, or cannot be placed on a head */
export async function openTemplates(
  templates: readonly ResolvedTemplate[],
  head: HeadModel,
  field: DistanceField,
): Promise<OpenTemplate[]> {
  return Promise.all(
    templates.map((template) =>
      template.kind === 'style' ? styleNamed(template.name, head, field) : fileAt(template, head, field),
    ),
  );
}

function styleNamed(name: string, head: HeadModel, field: DistanceField): OpenTemplate {
  const style = STYLES.find((each) => each.name === name);
  invariant(style, `there is a style ${name}`);
  const regions = HAIR_REGIONS.filter((region) => style[region] !== undefined);
  return {
    name,
    regions,
    grow: (growth, { strands, seed }) => growHair(style, { head, field, strands, growth, seed, index: 0 }),
  };
}

async function fileAt(
  { name, path }: Extract<ResolvedTemplate, { kind: 'file' }>,
  head: HeadModel,
  field: DistanceField,
): Promise<OpenTemplate> {
  const { strands: read, space, placing } = await openTemplate(path);
  const placed = space === 'head' ? read : placeOnHead(read, head, { ...placing, name, field }).strands;
  const thinned = resampleStrands(placed, { strands: MAX_STRANDS, points: MAX_POINTS });
  const present = new Set(thinned.region);
  return {
    name,
    regions: HAIR_REGIONS.filter((_, i) => present.has(i)),
    grow(growth, { strands, seed }) {
      // In this order the strands of a growth sequence are the same ones.
      const count = thinned.first.length - 1;
      const whole =
        count < strands ? densify(thinned, strands, seed) : resampleStrands(thinned, { strands, points: MAX_POINTS });
      return cutStrands(whole, growth);
    },
  };
}
