/** What a set of measurements holds, and what in it was not measured, in sentences. */

import type { DecideOptions } from '../curate-options.js';
import type { DatasetKind } from '../filter/curate/index.js';
import type { Measurement } from '../item.js';
import type { CurateBench } from './bench.js';

/** Counts over all measurements. */
export interface Survey {
  readonly items: number;
  readonly kind: DatasetKind;
  /** Items that could be opened. */
  readonly opened: number;
  /** Of those: with landmarks of a face; that the pack's scorers were shown; that are in their domain; with an identity. */
  readonly landmarks: number;
  readonly shown: number;
  readonly inDomain: number;
  readonly identities: number;
  /** Names of the scores that at least one item has. */
  readonly measured: ReadonlySet<string>;
}

/** What was asked for that needs identities. */
export type Asked = Pick<DecideOptions, 'split' | 'dedupeIdentity'>;

/** Counts in one pass. */
export async function survey(measurements: AsyncIterable<Measurement>): Promise<Survey> {
  let [items, pairs, singles, opened, landmarks, shown, inDomain, identities] = [0, 0, 0, 0, 0, 0, 0, 0];
  const measured = new Set<string>();
  for await (const { kind, trouble, scores, inDomain: inside, identity } of measurements) {
    items++;
    if (kind === 'pair') pairs++;
    else singles++;
    if (trouble) continue;
    opened++;
    for (const name of Object.keys(scores)) measured.add(name);
    if (scores.yaw !== undefined) landmarks++;
    if (inside !== undefined) shown++;
    if (inside) inDomain++;
    if (identity !== undefined) identities++;
  }
  const kind = pairs === 0 ? 'single' : singles === 0 ? 'pair' : 'mixed';
  return { items, kind, opened, landmarks, shown, inDomain, identities, measured };
}

/** One sentence for each thing that was not measured, or not everywhere, with the reason and the remedy. */
export function noticesOf(
  { opened, landmarks, shown, inDomain, identities }: Survey,
  { faces, pack, options }: Pick<CurateBench, 'faces' | 'pack' | 'options'>,
  asked: Asked,
): string[] {
  if (opened === 0) return ['No item could be opened, so nothing was measured.'];
  const notices: string[] = [];
  if (identities === 0 && (asked.split !== undefined || asked.dedupeIdentity)) {
    notices.push(
      'Nobody was recognised, so splits keep copies together but not the pictures of a person, and no item was dropped for its identity.',
    );
  }
  if (!faces) notices.push('Faces were not looked for: nothing is said of their number, size, pose and place.');
  else if (!faces.landmarker) {
    notices.push(
      'No face landmarker was at hand, so faces were only detected: pose, eyes, mouth and alignment were not measured. `diptych models pull mediapipe` fetches it.',
    );
  } else if (landmarks < opened) {
    notices.push(`No landmarks were found in ${opened - landmarks} of ${opened} items.`);
  }
  if (options.align !== 'none') {
    if (landmarks === 0) notices.push('Nothing was aligned: no landmarks were found.');
    else if (landmarks < opened) notices.push('Items without landmarks were not aligned and are dropped.');
  }
  if (!pack) notices.push('No pack was asked: attributes and identity were not measured.');
  else if (Object.keys(pack.manifest.scorers).length === 0) {
    notices.push(`The pack ${pack.manifest.name} has no scorers: attributes and identity were not measured.`);
  } else if (shown > 0 && inDomain === 0) {
    notices.push(
      `The scorers of the pack ${pack.manifest.name} were asked of ${shown} items and may speak of none: all are out of their domain, so attributes and identity were not measured.`,
    );
  } else if (inDomain < opened) {
    notices.push(
      `The scorers of the pack ${pack.manifest.name} may speak of ${inDomain} of ${opened} items; attributes and identity of the others, which are out of their domain or without a face to crop, were not measured.`,
    );
  }
  if (pack && inDomain > 0 && identities === 0) {
    notices.push(`The pack ${pack.manifest.name} has no identity network: the same person in two items is not found.`);
  }
  return notices;
}
