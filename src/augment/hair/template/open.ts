/** Opens templates: the only place of this folder that reads files. */
import { createHash } from 'node:crypto';
import { constants, type Dirent } from 'node:fs';
import { open, readdir, realpath, stat } from 'node:fs/promises';
import { basename, dirname, extname, join, sep } from 'node:path';
import { DiptychError } from '../../../errors.js';
import { type Beside, FORMATS } from './formats.js';
import { joinTemplates, MANIFEST, parseManifest } from './manifest.js';
import { outsideReason, plainPath } from './references.js';
import { badTemplate, type Template } from './template.js';

/** Larger files are refused: 20 million points of our own format take 550 MB. */
const MAX_FILE_BYTES = 2 ** 30;

/** A template with every file that it is made of. */
interface Bundle {
  readonly path: string;
  readonly bytes: Uint8Array;
  /** Files that it refers to, by the name it calls them. */
  readonly beside: Beside;
  /** What a template.json puts together. */
  readonly parts: readonly Bundle[];
}

/**
 * Reads a template file, or the template.json of a folder, with all that it refers to.
 *
 * @throws DiptychError E_DATASET that names the file when it cannot be read or holds no hair.
 */
export async function openTemplate(path: string): Promise<Template> {
  return read(await gather(path));
}

/** sha256 of a template and its bytes: of the file; of several files, of the lines that `sha256sum` prints of them. */
export async function digestTemplate(path: string): Promise<{ readonly sha256: string; readonly bytes: number }> {
  const files = filesOf(await gather(path));
  const bytes = files.reduce((sum, [, each]) => sum + each.length, 0);
  const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex');
  if (files.length === 1) return { sha256: sha256(files[0]![1]), bytes };
  return { sha256: sha256(files.map(([name, each]) => `${sha256(each)}  ${name}\n`).join('')), bytes };
}

/** Whether a path is a file or a folder; undefined when there is nothing. */
export async function kindOf(path: string): Promise<'file' | 'folder' | undefined> {
  const stats = await stat(path).catch(() => undefined);
  return stats && (stats.isDirectory() ? 'folder' : 'file');
}

/** Names in a folder, sorted; none when there is no folder. */
export async function namesIn(folder: string): Promise<string[]> {
  return (await readdir(folder).catch(() => [])).sort();
}

/**
 * Template files below a folder, relative to it, sorted. A folder with a template.json is that one template; links to
 * folders are not followed.
 */
export async function templatesBelow(folder: string, under = ''): Promise<string[]> {
  const entries: Dirent[] = await readdir(join(folder, under), { withFileTypes: true });
  if (entries.some(({ name }) => name === MANIFEST)) return [`${under}${MANIFEST}`];
  const found: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) found.push(...(await templatesBelow(folder, `${under}${entry.name}/`)));
    else if (FORMATS[extname(entry.name).toLowerCase()]) found.push(`${under}${entry.name}`);
  }
  return found;
}

async function read(bundle: Bundle): Promise<Template> {
  const name = basename(bundle.path);
  if (name === MANIFEST) {
    const manifest = parseManifest(bundle.bytes, bundle.path);
    const parts = await Promise.all(bundle.parts.map(read));
    return joinTemplates(parts, manifest, basename(dirname(bundle.path)));
  }
  const extension = extname(name);
  const template = await FORMATS[extension.toLowerCase()]!.read(bundle.bytes, bundle.beside, bundle.path);
  return template.name === bundle.path ? { ...template, name: basename(name, extension) } : template;
}

async function gather(path: string): Promise<Bundle> {
  const bytes = await readAll(path, path);
  if (basename(path) === MANIFEST) {
    const { files } = parseManifest(bytes, path);
    const paths = await Promise.all(files.map((file) => inside(path, file)));
    if (paths.some((each) => basename(each) === MANIFEST))
      throw badTemplate('template files', path, MANIFEST, 'Name the files of hair in it');
    const parts: Bundle[] = [];
    for (const each of paths) parts.push(await gather(each));
    return { path, bytes, beside: {}, parts };
  }
  const format = FORMATS[extname(path).toLowerCase()];
  if (!format)
    throw badTemplate(`one of ${Object.keys(FORMATS).join(' ')}`, path, 'another file', 'Convert it to one of them');
  const beside: Beside = {};
  for (;;) {
    const wanted = format.references?.(bytes, beside, path).find((each) => !(each in beside));
    if (wanted === undefined) return { path, bytes, beside, parts: [] };
    beside[wanted] = await readAll(await inside(path, wanted), `${wanted} of ${path}`);
  }
}

/** All files of a template with their names in it, in order of their names. */
function filesOf({ path, bytes, beside, parts }: Bundle, prefix = ''): [string, Uint8Array][] {
  const here: [string, Uint8Array][] = [[`${prefix}${basename(path)}`, bytes]];
  for (const [name, each] of Object.entries(beside)) here.push([`${prefix}${plainPath(name)}`, each]);
  for (const [p, part] of parts.entries()) here.push(...filesOf(part, `${prefix}${p}/`));
  return here.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The path of a file that a template refers to. @throws DiptychError E_DATASET when it leads out of the template's folder. */
async function inside(template: string, reference: string): Promise<string> {
  const outside = (reason: string): DiptychError =>
    badTemplate('files in its own folder', template, `${JSON.stringify(reference)}, ${reason}`, 'Put it beside it');
  const reason = outsideReason(reference);
  if (reason) throw outside(reason);
  const path = join(dirname(template), plainPath(reference));
  const folder = await realpath(dirname(template));
  const real = await realpath(path).catch(() => undefined);
  if (real && !real.startsWith(folder.endsWith(sep) ? folder : folder + sep)) throw outside('a link out of it');
  return path;
}

async function readAll(path: string, name: string): Promise<Uint8Array> {
  try {
    // Without O_NONBLOCK opening a named pipe waits for a writer for ever.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const stats = await file.stat();
      if (!stats.isFile()) throw badTemplate('a file', name, 'something else', 'Name a template file');
      if (stats.size > MAX_FILE_BYTES)
        throw badTemplate(
          `at most ${MAX_FILE_BYTES} bytes`,
          name,
          `${stats.size}`,
          'Leave out strands or points of it',
        );
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? '';
    if (!(code in FAULTS)) throw cause;
    throw new DiptychError('E_DATASET', `Expected a file for ${name} but received ${FAULTS[code]} (${code})`, {
      hint: 'Check its path and its permissions',
      cause,
    });
  }
}

/** What the system says of a file that is at fault itself. */
const FAULTS: Readonly<Record<string, string>> = {
  ENOENT: 'nothing there',
  ENOTDIR: 'nothing there',
  EISDIR: 'a folder',
  EACCES: 'one that may not be read',
  EPERM: 'one that may not be read',
  ELOOP: 'a link that leads to itself',
  ENAMETOOLONG: 'too long a path',
  ENXIO: 'no file',
};
