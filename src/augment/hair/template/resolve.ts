/** Names, files and folders that a user gives → a list of templates. */
import { basename, dirname, extname, join } from 'node:path';
import { distance } from 'fastest-levenshtein';
import { DiptychError } from '../../../errors.js';
import { FORMATS } from './formats.js';
import { MANIFEST } from './manifest.js';
import { digestTemplate, kindOf, namesIn, templatesBelow } from './open.js';
import { badTemplate } from './template.js';

/** A built-in style by its name, or a file. */
export type ResolvedTemplate =
  | { readonly kind: 'style'; readonly name: string }
  | {
      readonly kind: 'file';
      readonly name: string;
      readonly path: string;
      readonly sha256: string;
      /** Of all its files together. */
      readonly bytes: number;
    };

/**
 * Each of `specs` is a built-in style, a template file, or a folder: all template files below it, sorted. What is named
 * twice counts once. A built-in style wins over a folder of its name; `./name` is the folder.
 *
 * @throws DiptychError E_USAGE with the nearest name when there is no such thing; E_DATASET when a file cannot be read.
 */
export async function resolveTemplates(
  specs: readonly string[],
  builtIn: readonly string[],
): Promise<ResolvedTemplate[]> {
  const styles = new Map<string, ResolvedTemplate>();
  const paths = new Map<string, string>();
  const order: string[] = [];
  for (const spec of specs) {
    const style = builtIn.find((name) => name === spec.toLowerCase());
    if (style) styles.set(style, { kind: 'style', name: style });
    const found = style ? [[style, style] as const] : await filesFor(spec, builtIn);
    for (const [path, name] of found) {
      if (!style) paths.set(path, paths.get(path) ?? name);
      if (!order.includes(path)) order.push(path);
    }
  }
  const names = uniqueNames(paths);
  const refs: ResolvedTemplate[] = [];
  for (const key of order)
    refs.push(styles.get(key) ?? { kind: 'file', name: names.get(key)!, path: key, ...(await digestTemplate(key)) });
  return refs;
}

/** Paths of a file or of what is below a folder, each with its name. */
async function filesFor(spec: string, builtIn: readonly string[]): Promise<(readonly [string, string])[]> {
  const kind = await kindOf(spec);
  if (kind === 'file') {
    if (basename(spec) !== MANIFEST && !FORMATS[extname(spec).toLowerCase()])
      throw badTemplate(
        `one of ${Object.keys(FORMATS).join(' ')} or ${MANIFEST}`,
        spec,
        'another file',
        'Convert it to one of them',
      );
    return [[spec, nameOf(spec, basename(spec))]];
  }
  if (kind === 'folder') {
    const below = await templatesBelow(spec);
    if (below.length === 0)
      throw badTemplate(
        'template files',
        spec,
        'a folder without any',
        `They end in ${Object.keys(FORMATS).join(' ')}`,
      );
    return below.map((path) => [join(spec, path), nameOf(join(spec, path), path)] as const);
  }
  throw await unknown(spec, builtIn);
}

/** A file's path without extension, the folder's name for a template.json. */
function nameOf(path: string, shown: string): string {
  if (basename(path) !== MANIFEST) return shown.slice(0, shown.length - extname(shown).length);
  const folder = dirname(shown);
  return folder === '.' ? basename(dirname(join(process.cwd(), path))) : folder;
}

/** Where two files have one name, both keep their extension; where that is not enough, their path. */
function uniqueNames(paths: ReadonlyMap<string, string>): Map<string, string> {
  let names = new Map(paths);
  for (const longer of [(path: string, name: string) => name + extname(path), (path: string) => path]) {
    const counts = new Map<string, number>();
    for (const name of names.values()) counts.set(name, (counts.get(name) ?? 0) + 1);
    names = new Map([...names].map(([path, name]) => [path, counts.get(name)! > 1 ? longer(path, name) : name]));
  }
  return names;
}

async function unknown(spec: string, builtIn: readonly string[]): Promise<DiptychError> {
  const folder = dirname(spec);
  const beside = (await namesIn(folder)).map((name) => join(folder, name));
  const isPath = spec.includes('/') || extname(spec) !== '';
  const known = isPath && beside.length > 0 ? beside : builtIn;
  const nearest = [...known].sort((a, b) => distance(spec, a) - distance(spec, b))[0];
  const list = isPath ? '' : ` Built-in styles are: ${builtIn.join(', ')}`;
  return new DiptychError(
    'E_USAGE',
    `Expected a built-in style, a file or a folder for --templates but received ${spec}`,
    {
      hint: `${nearest === undefined ? 'There is nothing of that name' : `Did you mean ${nearest}?`}${list}`,
    },
  );
}
