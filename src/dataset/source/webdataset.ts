/**
 * WebDataset: tars in which neighbours share a key, `<key>.<column>.<extension>` or `<key>.<extension>`; the key ends at
 * the first dot of the name (webdataset, tariterators.py). Splits are said by folders or by the name of a shard.
 */
import { join } from 'node:path';
import type { ImageRef, Role } from '../../item.js';
import { roleOfColumn, roleOfImage } from './columns.js';
import { type Draft, type Layout, pairDraft, singleDraft, troubleDraft } from './draft.js';
import { listFolder, type Place } from './folder.js';
import { keySet, uniqueKey } from './keys.js';
import { mayBeImage, namesImage, SPLIT_WORDS, splitOfPath } from './names.js';
import type { Beginnings } from './pair-folders.js';
import { faultOf, RefError, readRef } from './ref.js';
import { MAX_ROW_CHARS } from './rows-of-text.js';
import { parseObject, scalarTags, type Tags } from './tags.js';
import { type TarMember, tarMembers } from './tar.js';
import { treeOf, walkTrees } from './walk.js';

const isShard = (name: string): boolean => !name.startsWith('.') && /\.tar$/i.test(name);
const isCompressed = (name: string): boolean =>
  !name.startsWith('.') && /\.(?:tgz|tar\.(?:gz|bz2|xz|zst))$/i.test(name);

/** Members of one key that are taken: more are no sample but a damaged or hostile archive. */
const MAX_MEMBERS = 256;

/** Where shards lie, and whether images lie beside them. */
export interface ShardsFound {
  readonly layout: Layout;
  readonly besideImages: boolean;
}

/** Finds tars at the root or in a split's folder; undefined where there are none. */
export async function findWebDataset(root: string, starts: Beginnings): Promise<ShardsFound | undefined> {
  for (const folder of starts) {
    const { files } = await listFolder(
      root,
      folder.place,
      (name) => isShard(name) || isCompressed(name) || mayBeImage(name),
    );
    if (files.some(isShard))
      return { layout: openWebDataset(root, starts[0].place), besideImages: files.some(namesImage) };
  }
  return undefined;
}

/** Reads the samples of every tar. */
export function openWebDataset(root: string, place: Place): Layout {
  return {
    describe: 'WebDataset: samples of *.tar',
    async *drafts(): AsyncGenerator<Draft> {
      const wanted = (name: string): boolean => isShard(name) || isCompressed(name);
      for await (const { key, files, trouble } of walkTrees(root, [treeOf(place, 'image')], wanted)) {
        if (trouble) yield troubleDraft('single', key, trouble.reason, trouble.detail);
        else if (isShard(files[0]!.path)) yield* readShard(root, files[0]!.path, key);
        else {
          const detail = `${files[0]!.path} is compressed, which leaves no way to read one member: unpack it to a .tar`;
          yield troubleDraft('single', `${files[0]!.path}/`, 'unreadable', detail);
        }
      }
    },
  };
}

/** The samples of one tar, then its damage if it has any. Keys are `<shard>/<key>`. */
async function* readShard(root: string, path: string, shard: string): AsyncGenerator<Draft> {
  const split = splitOfPath(path) ?? splitOfShard(shard);
  const seen = keySet();
  let count = 0;
  let kind: Draft['kind'] = 'single';
  let sample: Sample | undefined;
  const finish = async function* (): AsyncGenerator<Draft> {
    const draft =
      sample && (await draftOf(root, path, sample, split, (key) => uniqueKey(seen, `${shard}/${key}`, ++count)));
    if (draft) kind = draft.kind;
    if (draft) yield draft;
    sample = undefined;
  };
  try {
    for await (const member of tarMembers(join(root, path), path)) {
      // Key and column as in webdataset's base_plus_ext; a name without both is no part of a sample.
      const [, key, column] = /^((?:.*\/|)[^./][^./]*)\.([^/]+)$/s.exec(member.name.replace(/^(?:\.\/)+/, '')) ?? [];
      if (key === undefined || column === undefined) continue;
      if (sample?.key !== key) {
        yield* finish();
        sample = { key, members: [], surplus: false };
      }
      if (sample.members.length < MAX_MEMBERS) sample.members.push({ column, member });
      else sample.surplus = true;
    }
    yield* finish();
  } catch (error) {
    const fault = faultOf(error);
    if (!(error instanceof RefError) && fault === undefined) throw error;
    yield* finish();
    const { reason, detail } =
      error instanceof RefError ? error.trouble : { reason: 'unreadable' as const, detail: `${path} ${fault}` };
    const damage = troubleDraft(kind, `${path}/`, reason, detail);
    yield split === undefined ? damage : { ...damage, split };
  }
}

/** Members of one key, in the order of the archive. */
interface Sample {
  readonly key: string;
  readonly members: { readonly column: string; readonly member: TarMember }[];
  /** Whether there were more than are held. */
  surplus: boolean;
}

/** The item of a sample; undefined where it has no image and no damage. */
async function draftOf(
  root: string,
  path: string,
  { key, members, surplus }: Sample,
  split: string | undefined,
  name: (key: string) => string,
): Promise<Draft | undefined> {
  // (1) Images by role: the column is what stands before the extension.
  const images = new Map<Role, ImageRef>();
  const unknown: string[] = [];
  const problems: string[] = surplus ? [`${path}:${key} has more than ${MAX_MEMBERS} members`] : [];
  const pictures = members.filter(({ column }) => namesImage(`.${column}`));
  for (const { column, member } of pictures) {
    const role = roleOfColumn(column.slice(0, Math.max(0, column.lastIndexOf('.'))));
    const ref = { path, member: { name: member.name, offset: member.offset, bytes: member.bytes } };
    if (!role) unknown.push(column);
    else if (images.has(role)) problems.push(`${path}:${key} has two images for ${role}`);
    else images.set(role, { role, ...ref });
  }
  if (pictures.length === 0 && !members.some(({ member }) => member.cut)) return undefined;
  const lone = images.get('image');
  images.delete('image');
  const role = lone && roleOfImage(new Set(images.keys()));
  if (lone && role) images.set(role, { ...lone, role });
  const single = images.get('image');
  if (pictures.length > 0 && !single && !images.has('before') && !images.has('after')) {
    problems.push(`${path}:${key} has no known column, but ${unknown.slice(0, 8).join(', ') || 'a mask'}`);
  }

  // (2) What is said of it.
  const json = members.find(({ column }) => column.toLowerCase() === 'json')?.member;
  let tags: Tags | undefined;
  if (json && !json.cut) {
    const values = json.bytes <= MAX_ROW_CHARS ? parseObject(await textOf(root, path, json)) : undefined;
    if (values) tags = scalarTags(values);
    else problems.push(`${path}:${json.name} is no JSON object`);
  }

  // (3) The item, with the worst of its troubles.
  const cut = members.find(({ member }) => member.cut)?.member;
  const trouble = cut
    ? { reason: 'truncated' as const, detail: `${path} ends within ${cut.name}` }
    : problems.length > 0
      ? { reason: 'bad_metadata' as const, detail: problems[0]! }
      : undefined;
  const parts = { key: name(key), split, tags, trouble };
  if (single) return singleDraft(single, parts);
  if (images.size === 0) return { ...singleDraft({ role: 'image', path }, parts), images: [] };
  return pairDraft([...images.values()], parts);
}

async function textOf(root: string, path: string, { name, offset, bytes }: TarMember): Promise<string> {
  return (await readRef(root, { role: 'image', path, member: { name, offset, bytes } })).toString('utf8');
}

const SHARD_SPLIT = new RegExp(`(?:^|[^a-z0-9])(${SPLIT_WORDS})(?=$|[^a-z])`, 'i');

/** `train-00000`, `laion_val_03` → the word that is a split, as the Hub looks for it: between signs that are no letters. */
function splitOfShard(shard: string): string | undefined {
  return SHARD_SPLIT.exec(shard.slice(shard.lastIndexOf('/') + 1))?.[1];
}
