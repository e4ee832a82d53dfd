/**
 * A pack's scorers without its generator, for pictures from elsewhere: everything that they see in one pass, and what
 * tells whether they are at home (the deep features and the parser's confidence, see filter/domain).
 */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { resizeLabels } from '../image/resize.js';
import { DEEP, exposeDeep } from '../onnx/expose.js';
import type { Pack } from '../pack/load.js';
import type { PackManifest } from '../pack/manifest.js';
import type { AttributeScores, LabelMap, RgbPlanes } from '../pair.js';
import { type Confidence, confidenceOf } from './confidence.js';
import { argmax, cell, imageBatch, rows } from './load.js';
import { type FloatTensor, Session, type SessionOptions } from './session.js';

/** What the scorers see in one image; a scorer that the pack lacks leaves its fields out. */
export interface Seen {
  /** In the manifest's units; empty without a scorer. */
  readonly attributes: AttributeScores;
  /** At the image's size, classes as in the manifest. */
  readonly labels?: LabelMap | undefined;
  /** How sure the parser is, averaged over the image. */
  readonly confidence?: Confidence | undefined;
  /** Unit length. */
  readonly embedding?: Float32Array | undefined;
  /** Points in px of the image, [x0, y0, …], in the manifest's order. */
  readonly points?: Float32Array | undefined;
  /** Mean of the widest activation, [C] each, of those networks that have one and in an order fixed by the pack. */
  readonly deep: readonly Float32Array[];
}

/** Loaded scorers. */
export interface Scorers {
  readonly manifest: PackManifest;
  /** Images of any size, aligned as the generator's are, [-1, 1]. One image an inference: results do not depend on neighbours. */
  see(image: RgbPlanes): Promise<Seen>;
  close(): Promise<void>;
}

interface Opened {
  readonly size: number;
  readonly session: Session;
}

type Name = keyof PackManifest['scorers'];

/**
 * Opens the scorers that a pack has. Deep features come from the attribute network (the identity network where there
 * is none: both look at the same things) and the landmark network.
 * @throws DiptychError E_MODEL, E_PROVIDER
 */
export async function openScorers({ folder, manifest }: Pack, options: SessionOptions): Promise<Scorers> {
  const { scorers } = manifest;
  const open = async (name: Name, deep: boolean): Promise<Opened | undefined> => {
    const scorer = scorers[name];
    if (!scorer) return undefined;
    const file = path.join(folder, scorer.file.path);
    const model = (deep && exposeDeep(await readFile(file))) || file;
    return { size: scorer.size, session: await Session.open(model, options) };
  };
  const attributes = await open('attributes', true);
  const landmarks = await open('landmarks', true);
  const identity = await open('identity', !attributes);
  const parsing = await open('parsing', false);
  return {
    manifest,
    see: async (image) => {
      const [a, l, i, p] = [
        await look(attributes, image),
        await look(landmarks, image),
        await look(identity, image),
        await look(parsing, image),
      ];
      return {
        attributes: a ? namedScores(a, scorers.attributes!.attributes) : {},
        points: l && pointsOf(l, image),
        embedding: i?.embedding?.data,
        ...(p && parsed(p, parsing!.size, image)),
        deep: [a, l, i].flatMap((outputs) => outputs?.[DEEP]?.data ?? []),
      };
    },
    close: async () => {
      for (const opened of [attributes, landmarks, identity, parsing]) await opened?.session.close();
    },
  };
}

type Outputs = Record<string, FloatTensor>;

async function look(opened: Opened | undefined, image: RgbPlanes): Promise<Outputs | undefined> {
  return opened?.session.run({ image: imageBatch([image], opened.size) });
}

function namedScores(
  outputs: Outputs,
  attributes: NonNullable<PackManifest['scorers']['attributes']>['attributes'],
): AttributeScores {
  const scores = attributes.map((a) => [a.name, cell(outputs, 0, a)] as const);
  // A score that is no number would be none in JSON either.
  return Object.fromEntries(scores.filter(([, value]) => Number.isFinite(value)));
}

function pointsOf({ points }: Outputs, { width, height }: RgbPlanes): Float32Array {
  const [shares] = rows(points, points?.data.length ?? 0);
  return shares!.map((share, i) => share * (i % 2 === 0 ? width : height));
}

function parsed({ logits }: Outputs, size: number, { width, height }: RgbPlanes): Pick<Seen, 'labels' | 'confidence'> {
  const pixels = size * size;
  const [scores] = rows(logits, logits?.data.length ?? 0);
  const classes = scores!.length / pixels;
  const labels: LabelMap = { data: argmax(scores!, classes, pixels), width: size, height: size };
  return { labels: resizeLabels(labels, width, height), confidence: confidenceOf(scores!, classes, pixels) };
}
