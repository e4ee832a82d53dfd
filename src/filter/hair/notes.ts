/** What the stages that made the pair noted: only they see it. */
import type { MetricInfo } from '../metrics/metric.js';
import type { GrownMetric } from './metric.js';

/** Prefix of what the removal of the portrait's own hair is judged by. */
export const REMOVAL = 'removal.';

/** Of the landmarks from where the fitted head has them. */
export const fitResidual: GrownMetric = {
  name: 'fit_residual',
  unit: '% of the distance between the eyes',
  direction: 'lower',
  range: [0, Infinity],
  describe: 'Root mean square distance of the landmarks from where the fitted head has them.',
  measure: ({ notes }) => notes.fit_residual,
};

/** What the removal notes, by name without prefix: unit, better, range, what it is. */
const REMOVED = {
  removed: ['share', 'higher', [0, 1], 'Share of the portrait’s own hair that was taken away.'],
  over_clothes: ['areas of the face', 'lower', [0, Infinity], 'Hair below the jaw, where clothes had to be guessed.'],
  over_brows: ['share', 'lower', [0, 1], 'Share of the brows that hair veiled, so that skin was painted over them.'],
  seam: ['levels of 255', 'lower', [0, 255], 'Step of the colour where the painted scalp meets the forehead.'],
  texture: ['ratio', 'higher', [0, Infinity], 'High-band energy of the painted scalp against the face’s skin.'],
  silhouette: ['share', 'higher', [0, 1], 'Share of the bald head that lies within the person as photographed.'],
} as const;

/** Declarations of what the removal notes; absent where nothing was removed. */
export const REMOVAL_METRICS: readonly MetricInfo[] = Object.entries(REMOVED).map(
  ([name, [unit, direction, [from, to], describe]]) => ({
    name: REMOVAL + name,
    unit,
    direction,
    range: [from, to],
    describe,
  }),
);

/** Scores of the removal, as they were noted. */
export function removalScores(notes: Readonly<Record<string, number>>): [string, number][] {
  return Object.entries(notes).filter(([name]) => name.startsWith(REMOVAL));
}
