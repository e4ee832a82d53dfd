/** What the rows of a dataset have in common, found out in one pass. */
import { type ExportRow, extensionOf, type ImageColumn, type ValueColumn } from './row.js';

/** Columns in the order in which they are written; others follow by name. */
const FIRST = ['edit_prompt', 'id', 'key'];

interface Seen {
  count: number;
  text: boolean;
  whole: boolean;
}

/** Collects; memory grows with the number of columns only. */
export function rowTally() {
  const images = new Map<ImageColumn, { count: number; extensions: Set<string> }>();
  const values = new Map<string, Seen>();
  let rows = 0;
  return {
    /** @param whole Whether a column may hold whole numbers: a score never does, even where all happen to be whole. */
    add(row: ExportRow, whole: (name: string) => boolean): void {
      rows++;
      for (const [name, file] of Object.entries(row.images)) {
        const seen = images.get(name as ImageColumn) ?? { count: 0, extensions: new Set() };
        seen.count++;
        seen.extensions.add(extensionOf(file.path));
        images.set(name as ImageColumn, seen);
      }
      for (const [name, value] of Object.entries(row.values)) {
        const seen = values.get(name) ?? { count: 0, text: false, whole: whole(name) };
        seen.count++;
        if (typeof value === 'string') seen.text = true;
        else if (!Number.isSafeInteger(value)) seen.whole = false;
        values.set(name, seen);
      }
    },
    rows: () => rows,
    /** Rows that have an image. */
    having: (name: ImageColumn): number => images.get(name)?.count ?? 0,
    mixed: (): ImageColumn[] => [...images].flatMap(([name, { extensions }]) => (extensions.size > 1 ? [name] : [])),
    columns(): ValueColumn[] {
      const names = [...values.keys()].filter((name) => !FIRST.includes(name)).sort();
      return [...FIRST.filter((name) => values.has(name)), ...names].map((name) => {
        const { count, text, whole } = values.get(name)!;
        return { name, type: text ? 'text' : whole ? 'int' : 'float', complete: count === rows };
      });
    },
  };
}
