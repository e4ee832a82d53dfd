/** An ONNX file of the user's as a scorer: held to its folder, to its contract, and tried on a grey picture. */
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { embeddingsOf, parsedOf, pointsOf, scoresOf } from '../engine/read.js';
import { type Outputs, scorerNet } from '../engine/scorer-net.js';
import { Session, type SessionOptions } from '../engine/session.js';
import { DiptychError } from '../errors.js';
import { type Inspected, inspectModel } from '../onnx/inspect.js';
import type { RgbPlanes } from '../pair.js';
import { completeContract, list, type ScorerEntries } from './complete.js';
import { type Contracts, contractSchemas, FIVE_POINTS } from './contract.js';
import { externalFiles } from './external.js';
import type { ScorerName } from './manifest.js';

/** A scorer to take into a pack. */
export interface ForeignScorer {
  /** Path of the `.onnx` file. */
  readonly file: string;
  /** The contract as JSON has it; undefined where none was given. */
  readonly contract: unknown;
}

/** A scorer that does what its contract says. */
export interface TriedScorer<Name extends ScorerName = ScorerName> {
  readonly name: Name;
  readonly file: string;
  readonly bytes: Uint8Array;
  /** Full paths of the files that its weights lie in, and where it names them. */
  readonly external: readonly { readonly file: string; readonly location: string }[];
  readonly entry: ScorerEntries[Name];
  readonly licence: string;
  /** Where it comes from, as the contract says. */
  readonly source: string | undefined;
}

/** What an ONNX file may have at most: a protobuf message cannot be larger. */
const LARGEST_MODEL = 2 ** 31 - 1;
/** Grey, so that nothing about a face matters; two of them, so that a batch shows. */
const GREY_PX = 64;

/**
 * Reads, checks and runs a scorer. Nothing is written.
 * @throws DiptychError E_USAGE without a contract, saying what the file does and does not tell; E_MODEL for the rest
 */
export async function tryScorer<Name extends ScorerName>(
  name: Name,
  { file, contract: given }: ForeignScorer,
  options: SessionOptions,
): Promise<TriedScorer<Name>> {
  const bytes = await readModel(file);
  const model = inspectModel(bytes, file);
  const external = await externalFiles(file, model.external);
  const contract = parseContract(name, given, model, file);
  const entry = completeContract(name, contract, model, file);
  // A network in memory has no folder to find weights in; one that needs none is read once and stays what was checked.
  const session = await Session.open(external.length > 0 ? file : bytes, options, file);
  const net = scorerNet(session, entry);
  try {
    const pictures = [grey(), grey()];
    const outputs = await net.look(pictures).catch((cause: Error) => {
      throw broken(file, `this answer: ${String(cause.message).split('\n')[0]}`);
    });
    const tried = checks[name](entry, outputs, pictures, file);
    const located = external.map((full, i) => ({ file: full, location: model.external[i]! }));
    const { licence, source } = contract;
    return { name, file, bytes, external: located, entry: tried, licence, source };
  } finally {
    await net.close();
  }
}

async function readModel(file: string): Promise<Uint8Array> {
  const entry = await stat(file).catch(() => undefined);
  if (!entry?.isFile()) throw new DiptychError('E_MODEL', `Expected an ONNX file at ${file} but received none`);
  if (entry.size > LARGEST_MODEL) throw broken(file, `${entry.size} bytes, more than an ONNX file can have`);
  return readFile(file);
}

function parseContract<Name extends ScorerName>(
  name: Name,
  given: unknown,
  model: Inspected,
  file: string,
): Contracts[Name] {
  if (given === undefined) throw missing(name, model, file);
  const result = contractSchemas[name].safeParse(given);
  if (result.success) return result.data as Contracts[Name];
  const reason = z.prettifyError(result.error).split('\n').slice(0, 2).join(' ').replaceAll(/\s+/g, ' ');
  throw new DiptychError('E_USAGE', `Expected a contract of ${name} for ${file} but received: ${reason}`, {
    hint: `Such as ${EXAMPLES[name]}`,
  });
}

/** One contract of each kind, as short as it may be. */
const EXAMPLES: Readonly<Record<ScorerName, string>> = {
  attributes: '{"input":{"scale":0.00784},"attributes":[{"name":"smile","column":31,"transform":"sigmoid"}]}',
  parsing:
    '{"input":{"scale":0.00392,"mean":[0.485,0.456,0.406],"std":[0.229,0.224,0.225]},"classes":["background","skin"]}',
  identity: '{"input":{"order":"RGB","scale":1,"mean":[127.5,127.5,127.5],"std":[128,128,128]}}',
  landmarks: '{"unit":"share","points":{"eye_right":0,"eye_left":1,"nose":2,"mouth_right":3,"mouth_left":4}}',
};

/** What no file says, whatever it declares. */
const UNSAID: Readonly<Record<ScorerName, string>> = {
  attributes: 'the range of its pixels and the names of its scores',
  parsing: 'the range of its pixels and the names of its classes',
  identity: 'the range and order of its channels',
  landmarks: 'the range of its pixels and the names of its points',
};

function missing(name: ScorerName, { inputs, outputs }: Inspected, file: string): DiptychError {
  const says = `whose file tells input ${list(inputs)} and output ${list(outputs)}, but not ${UNSAID[name]}`;
  return new DiptychError('E_USAGE', `Expected --${name}-contract for ${file}, ${says}, but received none`, {
    hint: `Write these into a JSON file such as ${EXAMPLES[name]}`,
  });
}

type Check<Name extends ScorerName> = (
  entry: ScorerEntries[Name],
  outputs: Outputs,
  pictures: readonly RgbPlanes[],
  file: string,
) => ScorerEntries[Name];

const NO_FILE = { path: 'the network', sha256: '', bytes: 0, licence: '', source: '' };

/** Each entry against what the network answered; what only the answer tells is filled in. */
const checks: { readonly [Name in ScorerName]: Check<Name> } = {
  attributes: (entry, outputs, pictures, file) => {
    for (const { name, output, column, over = [] } of entry.attributes) {
      const columns = perPicture(outputs, output, pictures, file);
      const last = Math.max(column, ...over);
      if (last >= columns) throw broken(file, `${columns} columns of ${output}, and ${name} in column ${last}`);
    }
    const scores = scoresOf(outputs, 0, entry.attributes);
    const odd = Object.keys(scores).find((name) => !Number.isFinite(scores[name]));
    if (odd !== undefined) throw broken(file, `${scores[odd]} for ${odd} of a grey picture`);
    return entry;
  },
  parsing: (entry, outputs, pictures, file) => {
    const values = perPicture(outputs, entry.output!, pictures, file);
    const [height = 0, width = 0] = outputs[entry.output!]!.shape.slice(-2);
    const [classes, listed] = [values / (width * height), entry.merged!.length];
    const expected = entry.gives === 'labels' ? 1 : listed;
    if (classes !== expected) throw broken(file, `${classes} maps of ${width}×${height} for ${listed} classes`);
    parsedOf(outputs, { ...entry, file: NO_FILE }, pictures);
    return entry;
  },
  identity: (entry, outputs, pictures, file) => {
    const dim = perPicture(outputs, entry.output!, pictures, file);
    const [embedding] = embeddingsOf(outputs, { ...entry, file: NO_FILE }, pictures.length);
    if (dim < 2 || !embedding!.every(Number.isFinite)) throw broken(file, `${dim} values, or some that are not finite`);
    return { ...entry, dim };
  },
  landmarks: (entry, outputs, pictures, file) => {
    const values = perPicture(outputs, entry.output!, pictures, file);
    const last = Math.max(...entry.of!.flat());
    if (values % 2 === 1 || last >= values / 2) throw broken(file, `${values / 2} points, and number ${last} of them`);
    const [points] = pointsOf(outputs, { ...entry, file: NO_FILE }, pictures);
    if (!points!.every(Number.isFinite)) throw broken(file, 'points that are not finite');
    return entry;
  },
};

/** Values of an output for one picture. */
function perPicture(outputs: Outputs, name: string, pictures: readonly RgbPlanes[], file: string): number {
  const { shape, data } = outputs[name]!;
  if (shape[0] === pictures.length) return data.length / pictures.length;
  throw broken(file, `${name} [${shape.join(', ')}] for ${pictures.length} pictures`);
}

/** @throws DiptychError E_USAGE for a crop by landmarks without those that it goes by */
export function checkCrops(tried: readonly TriedScorer[]): void {
  const entries = new Map(tried.map((scorer) => [scorer.name, scorer.entry]));
  const landmarks = entries.get('landmarks') as ScorerEntries['landmarks'] | undefined;
  const missing = FIVE_POINTS.filter((name) => !landmarks?.points.includes(name));
  for (const { name, file, entry } of tried) {
    if (!('crop' in entry) || entry.crop !== 'arcface' || missing.length === 0) continue;
    throw new DiptychError(
      'E_USAGE',
      `Expected landmarks with the points ${missing.join(', ')} for the crop arcface of ${path.basename(file)} (${name}) but received none`,
      { hint: 'Give --landmarks with these points, or a crop as shares such as [0.125, 0.137, 0.859, 0.871]' },
    );
  }
}

function grey(): RgbPlanes {
  return { data: new Float32Array(3 * GREY_PX * GREY_PX), width: GREY_PX, height: GREY_PX };
}

function broken(file: string, received: string): DiptychError {
  return new DiptychError('E_MODEL', `Expected what the contract says of ${file} but received ${received}`, {
    hint: 'Correct the contract; see docs/bring-your-own.md',
  });
}
