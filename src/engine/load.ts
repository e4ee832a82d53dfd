/** Loads a pack's networks as `Models`. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { invariant } from '../errors.js';
import { resize, resizeLabels } from '../image/resize.js';
import { requireInputs } from '../onnx/require.js';
import type { Pack } from '../pack/load.js';
import type { PackManifest } from '../pack/manifest.js';
import type { AttributeScores, LabelMap, RgbPlanes } from '../pair.js';
import type { Models, NoiseMaps } from './models.js';
import { type FloatTensor, Session, type SessionOptions } from './session.js';

/**
 * Opens every network of a pack. With `seededNoise` every synthesis has to be given its noise maps; without, the
 * generator's constants are used.
 * @throws DiptychError E_MODEL, E_PROVIDER
 */
export async function loadModels(pack: Pack, options: SessionOptions, seededNoise = false): Promise<Models> {
  const { generator, scorers } = pack.manifest;
  const opened: Session[] = [];
  const open = async (file: { path: string }, requires: readonly string[] = []): Promise<Session> => {
    const full = path.join(pack.folder, file.path);
    const model = requires.length > 0 ? requireInputs(await readFile(full), requires) : full;
    const session = await Session.open(model, options);
    opened.push(session);
    return session;
  };
  const mapping = await open(generator.mapping);
  const noise = seededNoise ? generator.noise.map((input) => input.name) : [];
  const synthesis = await open(generator.synthesis, noise);
  const { attributes, parsing, identity, landmarks } = scorers;
  return {
    manifest: pack.manifest,
    map: (z, psi) => map(mapping, generator, z, psi),
    synthesise: (ws, noise) => synthesise(synthesis, generator, ws, noise),
    ...(attributes && { attributes: attributeScorer(await open(attributes.file), attributes) }),
    ...(parsing && { parse: parser(await open(parsing.file), parsing.size) }),
    ...(identity && { embed: embedder(await open(identity.file), identity.size) }),
    ...(landmarks && { landmarks: pointFinder(await open(landmarks.file), landmarks.size) }),
    close: async () => {
      for (const session of opened) await session.close();
    },
  };
}

async function map(
  session: Session,
  { zDim, numWs, wDim }: PackManifest['generator'],
  z: readonly Float32Array[],
  psi: Float32Array,
): Promise<Float32Array[]> {
  const { ws } = await session.run({ z: stack(z, [zDim]), psi: { data: psi, shape: [numWs] } });
  return rows(ws, numWs * wDim);
}

async function synthesise(
  session: Session,
  { numWs, wDim, resolution, noise }: PackManifest['generator'],
  ws: readonly Float32Array[],
  maps: NoiseMaps = {},
): Promise<RgbPlanes[]> {
  const inputs: Record<string, FloatTensor> = { ws: stack(ws, [numWs, wDim]) };
  for (const { name, side } of noise) {
    const data = maps[name];
    if (data) inputs[name] = { data, shape: [1, 1, side, side] };
  }
  const { image } = await session.run(inputs);
  return rows(image, 3 * resolution * resolution).map((data) => ({ data, width: resolution, height: resolution }));
}

function attributeScorer(
  session: Session,
  { size, attributes }: NonNullable<PackManifest['scorers']['attributes']>,
): NonNullable<Models['attributes']> {
  return async (images) => {
    const outputs = await session.run({ image: imageBatch(images, size) });
    return images.map(
      (_, n) => Object.fromEntries(attributes.map((a) => [a.name, cell(outputs, n, a)])) as AttributeScores,
    );
  };
}

/** One number of an image: `row` of the batch, `column` of the named output. */
export function cell(
  outputs: Readonly<Record<string, FloatTensor>>,
  row: number,
  { output, column }: { output: string; column: number },
): number {
  const tensor = outputs[output];
  const value = tensor?.data[row * (tensor.shape[1] ?? 1) + column];
  invariant(value !== undefined, `attribute output ${output}[${column}] is missing`);
  return value;
}

function parser(session: Session, size: number): NonNullable<Models['parse']> {
  return async (images) => {
    const { logits } = await session.run({ image: imageBatch(images, size) });
    const classes = logits?.shape[1] ?? 0;
    return rows(logits, classes * size * size).map((scores, n) => {
      const map: LabelMap = { data: argmax(scores, classes, size * size), width: size, height: size };
      const { width, height } = images[n]!;
      return width === size && height === size ? map : resizeLabels(map, width, height);
    });
  };
}

function embedder(session: Session, size: number): NonNullable<Models['embed']> {
  return async (images) => {
    const { embedding } = await session.run({ image: imageBatch(images, size) });
    return rows(embedding, embedding?.shape[1] ?? 0);
  };
}

function pointFinder(session: Session, size: number): NonNullable<Models['landmarks']> {
  return async (images) => {
    const { points } = await session.run({ image: imageBatch(images, size) });
    return rows(points, (points?.shape[1] ?? 0) * 2).map((shares, n) => {
      const { width, height } = images[n]!;
      return shares.map((share, i) => share * (i % 2 === 0 ? width : height));
    });
  };
}

/** Class of the highest score at every pixel; scores are [classes, pixels]. */
export function argmax(scores: Float32Array, classes: number, pixels: number): Uint8Array {
  const best = new Uint8Array(pixels);
  for (let p = 0; p < pixels; p++) {
    let top = scores[p]!;
    for (let c = 1; c < classes; c++) {
      const score = scores[c * pixels + p]!;
      if (score > top) {
        top = score;
        best[p] = c;
      }
    }
  }
  return best;
}

/** Scorers were trained on images that a file can hold, so a generator's overshoot is clamped to [-1, 1]. */
export function imageBatch(images: readonly RgbPlanes[], size: number): FloatTensor {
  const fitted = images.map((image) =>
    image.width === size && image.height === size ? image : resize(image, size, size),
  );
  const batch = stack(
    fitted.map((image) => image.data),
    [3, size, size],
  );
  for (let i = 0; i < batch.data.length; i++) batch.data[i] = Math.min(1, Math.max(-1, batch.data[i]!));
  return batch;
}

function stack(items: readonly Float32Array[], shape: readonly number[]): FloatTensor {
  const size = shape.reduce((a, b) => a * b, 1);
  const data = new Float32Array(items.length * size);
  items.forEach((item, n) => {
    invariant(item.length === size, `an item of ${item.length} values in a batch of ${size}`);
    data.set(item, n * size);
  });
  return { data, shape: [items.length, ...shape] };
}

/** A batched output, cut into its items of `size` values. */
export function rows(tensor: FloatTensor | undefined, size: number): Float32Array[] {
  invariant(tensor && size > 0 && tensor.data.length % size === 0, 'a network gave an output of another shape');
  return Array.from({ length: tensor.data.length / size }, (_, n) => tensor.data.slice(n * size, (n + 1) * size));
}
