/**
 * `metadata.jsonl` of a split of a clean dataset, as Hugging Face's imagefolder reads it: paths relative to the split's
 * folder, and the same columns with the same types in every line.
 */
import type { ItemRecord } from '../../item.js';
import { floatText, jsonObject } from '../rows.js';

/** Column of a role. */
const COLUMNS: Readonly<Record<string, string>> = {
  image: 'file_name',
  before: 'input_image_file_name',
  after: 'edited_image_file_name',
  mask: 'mask_file_name',
};

/** Scores and tags that every kept item has, with whether they are text; others would change type between splits. */
export interface Columns {
  readonly scores: readonly string[];
  readonly tags: readonly { readonly name: string; readonly text: boolean }[];
  /** Roles that every kept item has. */
  readonly roles: readonly string[];
}

/** Collects which columns the kept items share. */
export function columnTally(): { add(record: ItemRecord): void; columns(): Columns } {
  const scores = new Map<string, number>();
  const tags = new Map<string, { count: number; text: boolean }>();
  const roles = new Map<string, number>();
  let kept = 0;
  const tally = (counts: Map<string, number>, names: Iterable<string>): void => {
    for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  };
  const shared = (counts: ReadonlyMap<string, number>): string[] =>
    [...counts.keys()].filter((name) => counts.get(name) === kept).sort();
  return {
    add(record) {
      if (record.verdict !== 'kept') return;
      kept++;
      tally(scores, Object.keys(record.scores));
      tally(roles, Object.keys(record.files ?? {}));
      for (const [name, value] of Object.entries(record.tags ?? {})) {
        const seen = tags.get(name) ?? { count: 0, text: false };
        tags.set(name, { count: seen.count + 1, text: seen.text || typeof value === 'string' });
      }
    },
    columns: () => ({
      scores: shared(scores),
      tags: [...tags]
        .filter(([, { count }]) => count === kept)
        .map(([name, { text }]) => ({ name, text }))
        .sort((a, b) => (a.name < b.name ? -1 : 1)),
      roles: shared(roles),
    }),
  };
}

/** One line, without line feed. */
export function metadataLine(record: ItemRecord, split: string, { scores, tags, roles }: Columns): string {
  const local = (role: string): string => JSON.stringify(record.files![role]!.path.slice(split.length + 1));
  const taken = new Set(['key', 'id']);
  const members: (readonly [string, string])[] = [];
  for (const role of roles) if (COLUMNS[role]) members.push([COLUMNS[role], local(role)]);
  members.push(['key', JSON.stringify(record.key)], ['id', String(record.index)]);
  for (const { name, text } of tags) {
    const column = name === 'prompt' ? 'edit_prompt' : name;
    if (taken.has(column) || /file_names?$/.test(column)) continue;
    taken.add(column);
    const value = record.tags![name]!;
    members.push([column, text ? JSON.stringify(String(value)) : floatText(Number(value))]);
  }
  for (const name of scores) if (!taken.has(name)) members.push([name, floatText(record.scores[name]!)]);
  return jsonObject(members);
}
