/**
 * Pairs by name: in two folders (`A/` and `B/`, `before/` and `after/`, …, at the root or in each split; `trainA/` and
 * `trainB/`), or in one folder with endings (`x_A.png` and `x_B.png`). An optional `mask/` or `_mask` goes along.
 */
import type { Role } from '../../item.js';
import { type Draft, type Layout, pairDraft, singleDraft, troubleDraft } from './draft.js';
import type { Place } from './folder.js';
import { cutExtension, splitOfPath } from './names.js';
import {
  type Beginnings,
  describeFolders,
  onlyOne,
  type PairFolders,
  readPairFolders,
  type SubFolders,
} from './pair-folders.js';
import { findPhases } from './pix2pixhd.js';
import { type Tree, walkTrees } from './walk.js';

/** Names of the two sides, without regard to case. */
const SIDES = [
  ['a', 'b'],
  ['before', 'after'],
  ['input', 'output'],
  ['input', 'target'],
  ['source', 'target'],
  ['original', 'edited'],
] as const;

const MASKS = ['mask', 'masks'];

/** Finds folders for the two sides; undefined where there are none. */
export async function findAbFolders(root: string, starts: Beginnings): Promise<Layout | undefined> {
  const phases = await findPhases(root, starts[0], [['A', 'B']], '', 'A/B folders');
  const groups: PairFolders[] = [];
  for (const folder of starts) {
    const sides = SIDES.filter(
      (pair) => pair.every((side) => named(folder, side) !== undefined) && !lettered(folder, pair),
    );
    const pair = onlyOne(
      sides,
      (each) => each.map((side) => `${named(folder, side)}/`).join(' with '),
      folder.place.path || root,
    );
    if (pair) groups.push(await pairOf(folder, pair));
  }
  const atRoot = groups.filter(({ prefix }) => prefix === '');
  const layouts = [atRoot, groups.filter(({ prefix }) => prefix !== '')]
    .filter((found) => found.length > 0)
    .map((found) => ({
      describe: `A/B folders: ${describeFolders(found)}`,
      drafts: () => readPairFolders(root, found),
    }));
  return onlyOne([...(phases ? [phases] : []), ...layouts], ({ describe }) => describe, root);
}

/** Whether folders are called by letters of which the sides are but two: `a/`, `b/`, `c/` are no pairs. */
function lettered({ names }: SubFolders, [first, second]: readonly [string, string]): boolean {
  const letters = names.map((name) => name.toLowerCase()).filter((name) => name.length === 1);
  return first.length === 1 && letters.some((name) => name !== first && name !== second);
}

async function pairOf(folder: SubFolders, [before, after]: readonly [string, string]): Promise<PairFolders> {
  const mask = MASKS.map((name) => named(folder, name)).find((name) => name !== undefined);
  const wanted: [Role, string | undefined][] = [
    ['before', named(folder, before)],
    ['after', named(folder, after)],
    ['mask', mask],
  ];
  const roles = [];
  for (const [role, name] of wanted) {
    const inside = name === undefined ? undefined : await folder.enter(name);
    if (inside) roles.push({ role, place: inside });
  }
  return { prefix: folder.place.path, roles };
}

const named = ({ names }: SubFolders, side: string): string | undefined =>
  names.find((name) => name.toLowerCase() === side);

/** Endings of names in one folder. */
const ENDINGS = [
  ['_a', '_b'],
  ['_before', '_after'],
  ['_input', '_output'],
  ['_input', '_target'],
  ['_0', '_1'],
] as const;

/** How well the endings of names fit. */
export interface EndingsFound {
  readonly endings: (typeof ENDINGS)[number];
  /** Share of the names that have one of the endings. */
  readonly share: number;
}

/** The endings that most names have, of those with which at least one pair is whole; undefined for none. */
export function findEndings(paths: readonly string[]): EndingsFound | undefined {
  const stems = paths.map((path) => cutExtension(path)[0]);
  const fits = ENDINGS.map((endings) => {
    const casts = stems.map((stem) => castBy(endings, stem));
    const befores = new Set(casts.filter(({ role }) => role === 'before').map(({ stem }) => stem));
    const whole = casts.some(({ role, stem }) => role === 'after' && befores.has(stem));
    return { endings, share: whole ? casts.filter(({ role }) => role !== 'image').length / casts.length : 0 };
  });
  return fits.filter(({ share }) => share > 0).sort((a, b) => b.share - a.share)[0];
}

/** Reads pairs by the endings of their names. */
export function openEndings(root: string, place: Place, { endings }: EndingsFound): Layout {
  const tree: Tree = { place, cast: (stem) => castBy(endings, stem) };
  return {
    describe: `A/B images in one folder: names end with ${endings.join(' and ')}`,
    async *drafts(): AsyncGenerator<Draft> {
      for await (const { key, files, trouble } of walkTrees(root, [tree])) {
        if (trouble) {
          yield troubleDraft('pair', key, trouble.reason, trouble.detail);
          continue;
        }
        const split = splitOfPath(key);
        for (const { path } of files.filter(({ role }) => role === 'image')) {
          const detail = `${path} ends neither with ${endings.join(' nor with ')}`;
          const lone = singleDraft(
            { role: 'image', path },
            { key: path, split, trouble: { reason: 'missing_partner', detail } },
          );
          yield { ...lone, kind: 'pair' };
        }
        const members = files.filter(({ role }) => role !== 'image');
        if (members.length > 0) yield pairDraft(members, { key, split });
      }
    },
  };
}

function castBy([before, after]: EndingsFound['endings'], stem: string): { role: Role; stem: string } {
  const lower = stem.toLowerCase();
  for (const [role, ending] of [
    ['before', before],
    ['after', after],
    ['mask', '_mask'],
  ] as const) {
    if (lower.endsWith(ending) && lower.length > ending.length) return { role, stem: stem.slice(0, -ending.length) };
  }
  return { role: 'image', stem };
}
