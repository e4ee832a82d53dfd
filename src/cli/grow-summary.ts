/** What a person reads of a rehearsal of `grow`. */
import type { GrowthPlan } from '../growing/rehearse.js';
import { columns, megabytes, percent } from './summary.js';

/** Names listed in full; of more, the first so many. */
const LISTED = 6;

/** What would be done, with which models, and what to expect. */
export function formatGrowPlan({
  recipe,
  run,
  portraits,
  templates,
  models,
  gates,
  rehearsal,
  ...expected
}: GrowthPlan): string {
  const some = (all: readonly string[]): string =>
    all.length > LISTED ? `${all.slice(0, LISTED).join(', ')} and ${all.length - LISTED} more` : all.join(', ');
  const facts: (readonly [string, string])[] = [
    ['dataset', run.out],
    ['pairs', `${recipe.count}${recipe.sequence ? ` sequences of ${recipe.sequence} images` : ''}`],
    ['portraits', portraits === 'sampled' ? `sampled from ${recipe.portraits}` : `${portraits} in ${recipe.portraits}`],
    ['templates', `${templates.length}: ${some(templates)}`],
    ['colours', some(recipe.colours)],
    ['length', `${recipe.growth.before} → ${recipe.growth.min}..${recipe.growth.max} of the style’s own`],
    ['yield', `${percent(rehearsal.kept, rehearsal.tried)} of ${rehearsal.tried} pairs rehearsed`],
    ['tries', expected.expectedCandidates === null ? 'unknown: none was kept' : `about ${expected.expectedCandidates}`],
    ['disk', `about ${megabytes(expected.expectedBytes)}`],
  ];
  const dropped = Object.entries(rehearsal.dropped).map(([gate, count]) => [gate, String(count)]);
  const bands = gates.map(({ name, band }) => [name, `${band.min ?? ''}..${band.max ?? ''}`]);
  const files = models.map(({ role, name, sha256 }) => [role, name, sha256]);
  const part = (title: string, rows: readonly (readonly string[])[]): string =>
    rows.length > 0 ? `\n${title}\n${columns(rows)}` : '';
  return `${columns(facts)}${part('Dropped', dropped)}${part('Gates', bands)}${part('Models', files)}\nNothing was written\n`;
}
