/** Which image of an item a column holds, by the names in use: ours, diffusers', InstructPix2Pix', ControlNet's. */
import type { Role } from '../../item.js';

const COLUMNS: Readonly<Record<string, Role>> = {
  input: 'before',
  input_image: 'before',
  before: 'before',
  before_image: 'before',
  source: 'before',
  source_image: 'before',
  original: 'before',
  original_image: 'before',
  conditioning: 'before',
  conditioning_image: 'before',
  a: 'before',
  0: 'before',
  output: 'after',
  output_image: 'after',
  after: 'after',
  after_image: 'after',
  target: 'after',
  target_image: 'after',
  edited: 'after',
  edited_image: 'after',
  b: 'after',
  1: 'after',
  mask: 'mask',
  mask_image: 'mask',
  image: 'image',
  '': 'image',
};

/** The role of a column; undefined where the name is not known. `file_name` and `<name>_file_name` are as in imagefolder. */
export function roleOfColumn(column: string): Role | undefined {
  const name = column.toLowerCase().replace(/_?(?:file_name|file|path)$/, '');
  return Object.hasOwn(COLUMNS, name) ? COLUMNS[name] : undefined;
}

/**
 * Which role `image` has beside the others: the lacking one of a pair where one is there, as in ControlNet's data
 * (`image` is the target of `conditioning_image`); else it is a single image, or surplus.
 */
export function roleOfImage(others: ReadonlySet<Role>): Role | undefined {
  if (others.has('before') && others.has('after')) return undefined;
  if (others.has('before')) return 'after';
  return others.has('after') ? 'before' : 'image';
}
