/** Loads a pack's networks as `Models`. */
import path from 'node:path';
import type { Pack } from '../pack/load.js';
import type { PackManifest, ScorerName } from '../pack/manifest.js';
import type { RgbPlanes } from '../pair.js';
import { fivePoints, inputBatch } from './input.js';
import type { Models } from './models.js';
import { embeddingsOf, parsedOf, pointsOf, scoresOf } from './read.js';
import { type Outputs, openScorer, type ScorerNet } from './scorer-net.js';
import { Session, type SessionOptions } from './session.js';
import { openSynthesis, type SynthesisUse } from './synthesis.js';
import { batchOf, type FloatTensor, rows } from './tensor.js';

/**
 * Opens every network of a pack; by default each image is drawn whole and with the generator's own noise.
 * @throws DiptychError E_MODEL, E_PROVIDER
 */
export async function loadModels(
  pack: Pack,
  options: SessionOptions,
  use: SynthesisUse = { seededNoise: false, firstLayer: 0 },
): Promise<Models> {
  const { generator, scorers } = pack.manifest;
  const opened: { close(): Promise<void> }[] = [];
  const open = async (file: { path: string }): Promise<Session> => {
    const session = await Session.open(path.join(pack.folder, file.path), options);
    opened.push(session);
    return session;
  };
  const openNet = async (name: ScorerName): Promise<ScorerNet | undefined> => {
    const entry = scorers[name];
    if (!entry) return undefined;
    const net = await openScorer(pack.folder, entry, options);
    opened.push(net);
    return net;
  };
  const mapping = await open(generator.mapping);
  const synthesis = await openSynthesis(path.join(pack.folder, generator.synthesis.path), generator, options, use);
  opened.push(synthesis);
  const discriminator = generator.discriminator && (await open(generator.discriminator));
  return {
    manifest: pack.manifest,
    map: (z, psi, label) => map(mapping, generator, z, psi, label),
    synthesise: synthesis.synthesise,
    ...lookers(scorers, {
      attributes: await openNet('attributes'),
      parsing: await openNet('parsing'),
      identity: await openNet('identity'),
      landmarks: await openNet('landmarks'),
    }),
    ...(discriminator && { realism: (images, label) => realism(discriminator, generator, images, label) }),
    close: async () => {
      for (const network of opened) await network.close();
    },
  };
}

/** What loaded scorers see, as calls on images; absent where a network is. */
function lookers(
  { attributes, parsing, identity, landmarks }: PackManifest['scorers'],
  nets: Readonly<Record<ScorerName, ScorerNet | undefined>>,
): Pick<Models, 'attributes' | 'parse' | 'embed' | 'landmarks'> {
  const find = async (images: readonly RgbPlanes[]): Promise<Float32Array[]> =>
    pointsOf(await nets.landmarks!.look(images), landmarks!, images);
  const look = async (name: 'attributes' | 'identity', images: readonly RgbPlanes[]): Promise<Outputs> => {
    const aligned = { attributes, identity }[name]?.crop === 'arcface' && nets.landmarks;
    const points = aligned ? (await find(images)).map((all) => fivePoints(all, landmarks!.points) ?? []) : undefined;
    return nets[name]!.look(images, points);
  };
  return {
    ...(attributes && {
      attributes: async (images) => {
        const outputs = await look('attributes', images);
        return images.map((_, n) => scoresOf(outputs, n, attributes.attributes));
      },
    }),
    ...(parsing && {
      parse: async (images) => parsedOf(await nets.parsing!.look(images), parsing, images).map(({ labels }) => labels),
    }),
    ...(identity && { embed: async (images) => embeddingsOf(await look('identity', images), identity, images.length) }),
    ...(landmarks && { landmarks: find }),
  };
}

async function map(
  session: Session,
  { zDim, numWs, wDim, labelDim }: PackManifest['generator'],
  z: readonly Float32Array[],
  psi: Float32Array,
  label = 0,
): Promise<Float32Array[]> {
  const classes = classesOf(z.length, label, labelDim);
  const { ws } = await session.run({ z: batchOf(z, [zDim]), psi: { data: psi, shape: [numWs] }, ...classes });
  return rows(ws, numWs * wDim);
}

/** The input `c` of a conditional network; none for others. */
function classesOf(count: number, label: number, labelDim: number | undefined): Record<string, FloatTensor> {
  if (labelDim === undefined) return {};
  const oneHot = new Float32Array(labelDim).fill(1, label, label + 1);
  return { c: batchOf(Array<Float32Array>(count).fill(oneHot), [labelDim]) };
}

/** One image at a time: the network compares the images of a batch, and a score must not depend on neighbours. */
async function realism(
  session: Session,
  { labelDim }: PackManifest['generator'],
  images: readonly RgbPlanes[],
  label = 0,
): Promise<number[]> {
  const scores: number[] = [];
  for (const image of images) {
    const batch = inputBatch([image], { size: [image.width, image.height] });
    const { score } = await session.run({ image: batch, ...classesOf(1, label, labelDim) });
    scores.push(score!.data[0]!);
  }
  return scores;
}
