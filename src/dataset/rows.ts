/**
 * Rows of a split's metadata: what a training script sees of a pair.
 *
 * Hugging Face's imagefolder infers a column's type from the JSON text of every split apart and refuses splits that
 * differ (datasets, folder_based_builder.py), so a score is always written with a decimal point, and a score that some
 * kept pair lacks is no column at all: a split in which it is always null would get another type.
 */
import { invariant } from '../errors.js';
import { MAPS } from './layout.js';
import type { PairRecord } from './record.js';

/** Names that a score must not take. */
const RESERVED = /^(id|seed|edit_prompt|input_image|edited_image|mask|states|image|style|colour|length)$|file_names?$/;

/** Scores of the kept pairs by how many have them. */
export interface ScoreColumns {
  /** Scores that every kept pair has, sorted. */
  readonly complete: string[];
  /** Scores that some kept pair lacks, sorted. */
  readonly partial: string[];
}

/** Collects which scores the kept pairs have. */
export function columnTally(): { add(record: PairRecord): void; columns(): ScoreColumns } {
  const counts = new Map<string, number>();
  let kept = 0;
  return {
    add({ verdict, scores }) {
      if (verdict !== 'kept') return;
      kept++;
      for (const name of Object.keys(scores)) counts.set(name, (counts.get(name) ?? 0) + 1);
    },
    columns() {
      const names = [...counts.keys()].sort();
      for (const name of names) invariant(!RESERVED.test(name), `score "${name}" has the name of a metadata column`);
      return {
        complete: names.filter((name) => counts.get(name) === kept),
        partial: names.filter((name) => counts.get(name) !== kept),
      };
    },
  };
}

/** One line of `<split>/metadata.jsonl`, without line feed. Image paths are relative to the split's folder. */
export function metadataLine(record: PairRecord, prompt: string, columns: readonly string[]): string {
  const files = record.files;
  invariant(files && record.split, `kept record ${record.id} lacks its files`);
  const local = (name: string): string => files[name]!.path.slice(record.split!.length + 1);
  const states = record.states.map((state) => local(state.label));
  return jsonObject([
    ['input_image_file_name', JSON.stringify(local('before'))],
    ['edited_image_file_name', JSON.stringify(local('after'))],
    ['mask_file_name', JSON.stringify(local('mask'))],
    ...MAPS.flatMap((map) => (files[map] ? [[`${map}_file_name`, JSON.stringify(local(map))] as const] : [])),
    ...(states.length > 2 ? [['states_file_names', JSON.stringify(states)] as const] : []),
    ['edit_prompt', JSON.stringify(prompt)],
    ...(record.hair ? describeHair(record.hair, record.states.at(-1)!.strength) : []),
    ...describeRecord(record, columns),
  ]);
}

/** What grew, in words and as a share of the style's own length, so that students can be conditioned on it. */
function describeHair({ template, colour }: NonNullable<PairRecord['hair']>, length: number) {
  return [
    ['style', JSON.stringify(template)],
    ['colour', JSON.stringify(colour)],
    ['length', floatText(length)],
  ] as const;
}

/** Id, seed and scores as JSON members, each with the text of its value. */
export function describeRecord(record: PairRecord, columns: readonly string[]): (readonly [string, string])[] {
  return [
    ['id', JSON.stringify(record.id)],
    ['seed', String(record.seed)],
    ...columns.map((name) => [name, floatText(record.scores[name]!)] as const),
  ];
}

/** A JSON object from members whose values are JSON text already. */
export function jsonObject(members: readonly (readonly [string, string])[]): string {
  return `{${members.map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(', ')}}`;
}

/** JSON text that readers take for a float even when the value is whole: `1.0`, `0.25`, `1e-7`. */
export function floatText(value: number): string {
  const text = String(value);
  return /^-?\d+$/.test(text) ? `${text}.0` : text;
}
