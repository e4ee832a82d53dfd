/** What a reader of a layout makes: items that have yet to be counted. */
import type { ImageRef, Item, Role, Trouble } from '../../item.js';
import { splitOfPath } from './names.js';

/** An item before it has its index. */
export type Draft = Omit<Item, 'index'>;

/** A dataset whose layout is known. */
export interface Layout {
  /** One line for a person: what is read as what. */
  readonly describe: string;
  /** Every item in a stable order. May be called again, and starts anew then. */
  drafts(): AsyncIterable<Draft>;
}

/** What makes up a {@link Draft}; undefined members are left out. */
export interface DraftParts {
  readonly key: string;
  readonly split?: string | undefined;
  readonly tags?: Draft['tags'];
  readonly trouble?: Trouble | undefined;
}

/** An item of one image. */
export function singleDraft(image: ImageRef, parts: DraftParts): Draft {
  return { kind: 'single', ...defined(parts), images: [image] };
}

/**
 * A pair from what was found of it, put in order: before, steps between as given, after, mask.
 * Without before or after it has the trouble `missing_partner`.
 */
export function pairDraft(found: readonly ImageRef[], parts: DraftParts): Draft {
  const images = inOrder(found);
  const has = (role: Role): boolean => images.some((image) => image.role === role);
  const missing = (['before', 'after'] as const).filter((role) => !has(role));
  const trouble =
    parts.trouble ??
    (missing.length > 0
      ? {
          reason: 'missing_partner' as const,
          detail: `${nameOf(images[0]) ?? parts.key} has no image ${missing.join(' and no image ')}`,
        }
      : undefined);
  return { kind: 'pair', ...defined({ ...parts, trouble }), images };
}

/** Before, steps between as they come, after, mask. */
export function inOrder(images: readonly ImageRef[]): ImageRef[] {
  const rank = ({ role }: ImageRef): number => ({ before: 0, after: 2, mask: 3 })[role as string] ?? 1;
  return [...images].sort((a, b) => rank(a) - rank(b));
}

/** An item of which nothing can be read: a folder, a line, an archive. */
export function troubleDraft(kind: Item['kind'], key: string, reason: Trouble['reason'], detail: string): Draft {
  return { kind, ...defined({ key, split: splitOfPath(key), trouble: { reason, detail } }), images: [] };
}

/** What to call an image in a message: its file, or the archive and the member. */
export function nameOf(image: ImageRef | undefined): string | undefined {
  return image?.member ? `${image.path}:${image.member.name}` : image?.path;
}

function defined(parts: DraftParts): DraftParts {
  return Object.fromEntries(Object.entries(parts).filter(([, value]) => value !== undefined)) as unknown as DraftParts;
}
