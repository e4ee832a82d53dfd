/** One row of an imagefolder's metadata → an item. */
import type { ImageRef, Item, Role } from '../../item.js';
import { roleOfColumn, roleOfImage } from './columns.js';
import { inOrder } from './draft.js';
import { insideRoot, namesImage, splitOfPath } from './names.js';
import { scalarTags } from './tags.js';

/** A row by column, or what is wrong with it. */
export type MetadataRow =
  | { readonly number: number; readonly values: Readonly<Record<string, unknown>>; readonly fault?: undefined }
  | { readonly number: number; readonly fault: string };

/** What a row says of an item. */
export interface RowItem {
  readonly kind: Item['kind'];
  /** In the order of {@link inOrder}. */
  readonly images: readonly ImageRef[];
  readonly split: string | undefined;
  readonly tags: Item['tags'];
}

/** Column of a stack's images in order, as we write it: before, steps, after. */
const STATES = 'states_file_names';

/** @returns The item, or what is wrong with the row, as the end of a sentence, where it names no images. */
export function itemOfRow(folder: string, values: Readonly<Record<string, unknown>>): RowItem | string {
  // (1) Columns that hold paths of images.
  const columns = new Map<Role, { column: string; path: string }>();
  const used = new Set<string>([STATES]);
  for (const [column, value] of Object.entries(values)) {
    const role = roleOfColumn(column);
    const declared = /(?:^|_)file_name$/.test(column);
    if (!role || (!declared && !(typeof value === 'string' && namesImage(value)))) continue;
    if (typeof value !== 'string') return `has no text in ${column}`;
    const path = insideRoot(folder, value);
    if (path === undefined) return `leads out of the dataset in ${column}: ${JSON.stringify(value.slice(0, 200))}`;
    const other = columns.get(role);
    if (other && other.path !== path) return `has two columns for one image: ${other.column} and ${column}`;
    columns.set(role, { column, path });
    used.add(column);
  }

  // (2) Roles, and steps in between.
  const lone = columns.get('image');
  columns.delete('image');
  const role = lone && roleOfImage(new Set(columns.keys()));
  if (lone && role) columns.set(role, lone);
  if (!columns.has('image') && !columns.has('before') && !columns.has('after')) return 'names no image';
  const images: ImageRef[] = [...columns].map(([name, { path }]) => ({ role: name, path }));
  const steps = stepsOf(folder, values[STATES]);
  if (typeof steps === 'string') return steps;

  // (3) The item. A mask of a single image has no use.
  const single = columns.has('image');
  const ordered = single ? images.filter((image) => image.role === 'image') : inOrder([...images, ...steps]);
  const split = typeof values.split === 'string' ? values.split : splitOfPath(ordered[0]!.path);
  return { kind: single ? 'single' : 'pair', images: ordered, split, tags: scalarTags(values, used) };
}

/** Images between the first and the last of `states_file_names`; labels are the folders that hold them. */
function stepsOf(folder: string, states: unknown): ImageRef[] | string {
  if (states === undefined || states === null) return [];
  if (!Array.isArray(states) || states.length > 100) return `has no list of paths in ${STATES}`;
  const steps: ImageRef[] = [];
  for (const [i, value] of states.slice(1, -1).entries()) {
    const path = typeof value === 'string' ? insideRoot(folder, value) : undefined;
    if (path === undefined) return `leads out of the dataset in ${STATES}`;
    const named = `between/${/(?:^|\/)between\/([^/]+)\//.exec(path)?.[1]}` as const;
    const known = named !== 'between/undefined' && !steps.some(({ role }) => role === named);
    steps.push({ role: known ? named : `between/step-${i + 1}`, path });
  }
  return steps;
}
