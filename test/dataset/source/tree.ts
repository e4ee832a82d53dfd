/** Small trees of files for the readers: names → content, in a temporary folder. */
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import sharp from 'sharp';
import { openSource, type SourceFormat } from '../../../src/dataset/source/index.js';
import type { Item } from '../../../src/item.js';
import { collect, tempFolder } from '../synthetic.js';

/** A grey PNG of this size. */
export function png(width = 4, height = 4): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: '#888' } })
    .png()
    .toBuffer();
}

/** Makes a folder with these files; `→ target` makes a symbolic link. */
export async function tree(files: Readonly<Record<string, string | Buffer>>): Promise<string> {
  const root = await tempFolder();
  for (const [path, content] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), { recursive: true });
    if (typeof content === 'string' && content.startsWith('→ ')) await symlink(content.slice(2), join(root, path));
    else await writeFile(join(root, path), content);
  }
  return root;
}

/** Empty files: the readers must not open them. */
export function touch(...paths: readonly string[]): Promise<string> {
  return tree(Object.fromEntries(paths.map((path) => [path, ''])));
}

/** What was read, in brief: `role=path` of each image, then `!reason`. */
export interface Brief {
  readonly format: SourceFormat;
  readonly items: readonly Item[];
  /** `key: role=path role=path !reason` for each item. */
  readonly lines: readonly string[];
}

/** Reads all items of a folder. */
export async function read(root: string, format: SourceFormat | 'auto' = 'auto'): Promise<Brief> {
  const source = await openSource(root, { format });
  const items = await collect(source.items());
  const lines = items.map(({ key, images, trouble }) => {
    const refs = images.map(
      ({ role, path, member, half }) => `${role}=${member?.name ?? path}${half ? `:${half}` : ''}`,
    );
    return `${key}: ${[...refs, ...(trouble ? [`!${trouble.reason}`] : [])].join(' ')}`;
  });
  return { format: source.format, items, lines };
}
