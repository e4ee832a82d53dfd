/** One scorer of a pack: pictures in as its contract says, whole batches of its outputs out. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../errors.js';
import { exposeDeep } from '../onnx/expose.js';
import type { InputContract } from '../pack/contract.js';
import type { PackFile } from '../pack/manifest.js';
import type { RgbPlanes } from '../pair.js';
import { inputBatch, type Wanted } from './input.js';
import { Session, type SessionOptions } from './session.js';
import type { FloatTensor } from './tensor.js';

/** Outputs of a network by name, the first axis that of the pictures. */
export type Outputs = Readonly<Record<string, FloatTensor>>;

/** A scorer as the manifest has it. */
export interface ScorerEntry extends Wanted {
  readonly file: Pick<PackFile, 'path'>;
  readonly data?: readonly unknown[] | undefined;
}

/** A loaded scorer. */
export interface ScorerNet {
  /** `points` are px of each image in the order of FIVE_POINTS, for the crop `arcface`. */
  look(images: readonly RgbPlanes[], points?: readonly number[][]): Promise<Outputs>;
  close(): Promise<void>;
}

/**
 * @param deep whether outputs include the deep features (see onnx/expose), where the network has any
 * @throws DiptychError E_MODEL, E_PROVIDER
 */
export async function openScorer(
  folder: string,
  entry: ScorerEntry,
  options: SessionOptions,
  deep = false,
): Promise<ScorerNet> {
  const file = path.join(folder, entry.file.path);
  // A network read from memory does not find weights beside its file.
  const alone = (entry.data?.length ?? 0) === 0;
  const model = (deep && alone && exposeDeep(await readFile(file))) || file;
  return scorerNet(await Session.open(model, options), entry);
}

/** A scorer in a session. */
export function scorerNet(session: Session, wanted: Wanted): ScorerNet {
  const { input } = wanted;
  return {
    look: async (images, points) => {
      const batch = inputBatch(images, wanted, points);
      return input ? inChunks(session, batch, input) : session.run({ image: batch });
    },
    close: () => session.close(),
  };
}

/** A file written for n pictures is given n, the last of them again where there are fewer. */
async function inChunks(
  session: Session,
  batch: FloatTensor,
  { name, batch: wanted }: InputContract,
): Promise<Outputs> {
  const [count = 0, ...shape] = batch.shape;
  if (wanted === 'any') return session.run({ [name]: batch });
  const size = batch.data.length / Math.max(count, 1);
  const parts: Outputs[] = [];
  for (let first = 0; first < count; first += wanted) {
    const data = new Float32Array(wanted * size);
    for (let n = 0; n < wanted; n++) {
      const from = Math.min(first + n, count - 1) * size;
      data.set(batch.data.subarray(from, from + size), n * size);
    }
    parts.push(await session.run({ [name]: { data, shape: [wanted, ...shape] } }));
  }
  const names = Object.keys(parts[0] ?? {});
  return Object.fromEntries(
    names.map((output) => [
      output,
      joined(
        parts.map((part) => part[output]!),
        wanted,
        count,
      ),
    ]),
  );
}

/** Outputs of n pictures each → one of `count`. A network of one picture may leave the axis of the pictures out. */
function joined(parts: readonly FloatTensor[], each: number, count: number): FloatTensor {
  const { shape, data } = parts[0]!;
  const item = shape[0] === each ? shape.slice(1) : shape;
  const size = data.length / each;
  invariant(shape[0] === each || each === 1, `a network of ${each} pictures gave an output of shape [${shape}]`);
  const all = new Float32Array(count * size);
  for (const [i, part] of parts.entries()) {
    const used = Math.min(each, count - i * each) * size;
    all.set(part.data.subarray(0, used), i * each * size);
  }
  return { data: all, shape: [count, ...item] };
}
