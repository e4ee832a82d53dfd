/**
 * Previews of the nearest misses: for each gate the twelve dropped pairs that came closest to passing it, as small
 * side-by-side images, so that a person can judge whether the threshold is right.
 *
 * Which pairs these are is a function of the records so far, so a resumed run ends with the same files.
 */
import { readdir, rm, rmdir } from 'node:fs/promises';
import { join } from 'node:path';
import { encodePreview } from '../image/codec.js';
import type { Failure, Pair } from '../pair.js';
import { TEMP_MARK, writeAtomic } from './atomic.js';
import { ROOT_FILES } from './layout.js';
import type { PairRecord } from './record.js';

/** Previews kept for a gate. */
export const PREVIEWS_PER_GATE = 12;

/** Longer side of each of the two images in a preview, px. */
const SIDE_PX = 128;

/** A dropped pair as the ranking sees it. */
interface Miss {
  readonly id: string;
  /** 0 if the gate is the only one it failed. */
  readonly others: number;
  /** Distance to the threshold as a share of the threshold. */
  readonly distance: number;
  readonly failure: Failure;
}

/** Keeper of the previews below `<root>/dropped`. */
export interface Previews {
  /** Takes a record of an earlier run, whose preview is on disk if it ranks. */
  replay(record: PairRecord): void;
  /** Takes a new pair and writes its preview if it ranks; call before its record goes into the journal. */
  offer(record: PairRecord, pair: Pick<Pair, 'before' | 'after'>): Promise<void>;
  /** Removes previews that do not rank, which a stop between two steps may have left. */
  sweep(): Promise<void>;
  /** What ranks now, by gate name and then nearness. */
  list(): Preview[];
}

/** A preview on disk. */
export interface Preview {
  readonly gate: string;
  readonly id: string;
  /** From the dataset's root: before and after side by side. */
  readonly path: string;
  readonly failure: Failure;
}

/** Starts with an empty ranking; memory is bounded by the number of gates. */
export function openPreviews(root: string): Previews {
  const ranking = new Map<string, Miss[]>();
  const pathOf = (gate: string, id: string): string => join(root, relativePath(gate, id));

  /** Enters a record into its gate's ranking; says whether it ranks, and which pair it pushed out. */
  const enter = (record: PairRecord): { gate: string; evicted: Miss | undefined } | undefined => {
    const miss = missOf(record);
    if (!miss || record.gate === undefined) return undefined;
    const list = ranking.get(record.gate) ?? [];
    ranking.set(record.gate, list);
    list.push(miss);
    list.sort(byNearness);
    const evicted = list.length > PREVIEWS_PER_GATE ? list.pop() : undefined;
    return evicted === miss ? undefined : { gate: record.gate, evicted };
  };

  return {
    replay: (record) => void enter(record),
    async offer(record, { before, after }) {
      const entered = enter(record);
      if (!entered) return;
      await writeAtomic(pathOf(entered.gate, record.id), await encodePreview(before.image, after.image, SIDE_PX));
      if (entered.evicted) await rm(pathOf(entered.gate, entered.evicted.id), { force: true });
    },
    list: () =>
      [...ranking.keys()]
        .sort()
        .flatMap((gate) =>
          ranking.get(gate)!.map(({ id, failure }) => ({ gate, id, path: relativePath(gate, id), failure })),
        ),
    async sweep() {
      const ranked = new Map(
        [...ranking].map(([gate, list]) => [folderName(gate), list.map(({ id }) => `${id}.webp`)]),
      );
      const folder = join(root, ROOT_FILES.dropped);
      for (const gate of await namesIn(folder)) {
        for (const name of await namesIn(join(folder, gate))) {
          const ours = /^\d{9,}\.webp$/.test(name) || TEMP_MARK.test(name);
          if (ours && !ranked.get(gate)?.includes(name)) await rm(join(folder, gate, name));
        }
        await rmdir(join(folder, gate)).catch(() => undefined);
      }
      await rmdir(folder).catch(() => undefined);
    },
  };
}

function missOf({ id, gate, failures }: PairRecord): Miss | undefined {
  const failure = failures[0];
  if (!failure || failure.gate !== gate) return undefined;
  const distance = Math.abs(failure.value - failure.threshold) / Math.max(Math.abs(failure.threshold), 1e-6);
  return { id, others: failures.length - 1, distance, failure };
}

/** Pairs that failed nothing else first, then by distance, then by index: a total order. */
function byNearness(a: Miss, b: Miss): number {
  return Math.sign(a.others) - Math.sign(b.others) || a.distance - b.distance || (a.id < b.id ? -1 : 1);
}

const relativePath = (gate: string, id: string): string => `${ROOT_FILES.dropped}/${folderName(gate)}/${id}.webp`;

/** Gate names may hold any character; the folder's name may not. */
function folderName(gate: string): string {
  return encodeURIComponent(gate).replace(/^\.+$/, (dots) => '%2E'.repeat(dots.length));
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return [];
    throw error;
  }
}
