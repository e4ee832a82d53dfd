/** Directions as a person or a program reads them, on stdout. */
import type { PackDirection } from '../pack/manifest.js';

/** Effects below this share of an attribute's span are not worth a word. */
const LEAST_EFFECT = 0.1;
/** Effects named at most, the largest first. */
const MOST_EFFECTS = 5;
/** Cosine from which two directions have something to do with each other. */
const LEAST_COSINE = 0.15;

/** One line a direction, or one JSON line. */
export function printDirections(directions: readonly PackDirection[], json: boolean): void {
  if (json) {
    process.stdout.write(`${JSON.stringify({ event: 'directions', directions })}\n`);
    return;
  }
  for (const direction of directions) {
    process.stdout.write(`${direction.name.padEnd(24)} ${factsOf(direction).join('; ')}\n`);
  }
}

function factsOf({ layers, space, range, rangeFrom, accuracy, effects, conditionedOn, correlations }: PackDirection) {
  const related = above(correlations, LEAST_COSINE).map(worded);
  const moves = effects && above(effects, LEAST_EFFECT).sort(byValue).slice(0, MOST_EFFECTS).map(worded);
  const ends = range.map((x) => x.toFixed(1)).join('..');
  return [
    `layers ${layers.join('–')}${space === 'w+' ? ', a row each' : ''}`,
    `range ${ends}${rangeFrom === 'spread' ? ' (not measured)' : ''}`,
    ...(accuracy ? [`accuracy ${accuracyOf(accuracy)}`] : []),
    ...(moves ? [moves.length > 0 ? `moves ${moves.join(', ')}` : 'moves no score'] : []),
    ...(conditionedOn.length > 0 ? [`given ${conditionedOn.join(', ')}`] : []),
    ...(related.length > 0 ? [`cosine ${related.join(', ')}`] : []),
  ];
}

function accuracyOf({ validation, remaining }: NonNullable<PackDirection['accuracy']>): string {
  return `${percent(validation)}${remaining === undefined ? '' : ` (rest ${percent(remaining)})`}`;
}

type Named = readonly [name: string, value: number];

const above = (values: Readonly<Record<string, number>>, least: number): Named[] =>
  Object.entries(values).filter(([, value]) => Math.abs(value) >= least);

const byValue = ([, a]: Named, [, b]: Named): number => Math.abs(b) - Math.abs(a);

const worded = ([name, value]: Named): string => `${name} ${value.toFixed(2)}`;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
