/**
 * Opens a checkpoint, whatever its container: the first bytes decide, never the file's name.
 *
 * In: a path. Out: an inert tree of values whose tensors stay in the file until they are read.
 */
import { DiptychError } from '../errors.js';
import { isNpy, npyTensor } from './npy.js';
import { isNpz, npzTensors } from './npz.js';
import { readPickle } from './pickle/index.js';
import { isSafetensors, readSafetensors } from './safetensors.js';
import { describeOther, looksLikePickle } from './sniff.js';
import { type ByteSource, openSource } from './source.js';
import { isTorchLegacy, parseTorchLegacy } from './torch-legacy.js';
import { isTorchZip, readTorchZip } from './torch-zip.js';
import type { Checkpoint, Value } from './value.js';
import { openArchive } from './zip.js';

/**
 * Recognises and reads a checkpoint: torch zip and legacy, pickle of any protocol, safetensors, npy, npz.
 * @throws DiptychError E_CHECKPOINT for any other file, with what it is where that can be told, and for damaged ones
 */
export async function openCheckpoint(file: string): Promise<Checkpoint> {
  const source = openSource(file);
  try {
    const { format, root } = await readRoot(source);
    return { name: file, format, root, close: () => source.close() };
  } catch (error) {
    source.close();
    throw error;
  }
}

type Content = { readonly format: Checkpoint['format']; readonly root: Value };

/** Enough for every magic number below; the last is a tar's, at byte 257. */
const HEAD = 512;

async function readRoot(source: ByteSource): Promise<Content> {
  const head = source.read(0, Math.min(HEAD, source.size));
  if (isZip(head)) return readZip(source);
  if (isNpy(head)) return { format: 'npy', root: npyTensor(source) };
  if (isTorchLegacy(head)) return { format: 'torch-legacy', root: parseTorchLegacy(source) };
  if (isSafetensors(head, source.size)) return { format: 'safetensors', root: readSafetensors(source) };
  const other = describeOther(head);
  if (!other && looksLikePickle(head))
    return { format: 'pickle', root: readPickle(source, { nested: parseTorchLegacy }).value };
  const { what, hint } = other ?? { what: 'another kind of file', hint: KINDS };
  throw new DiptychError('E_CHECKPOINT', `Expected a checkpoint for ${source.name} but received ${what}`, { hint });
}

const isZip = (head: Uint8Array): boolean => Buffer.from(head.subarray(0, 4)).toString('latin1') === 'PK\x03\x04';

async function readZip(source: ByteSource): Promise<Content> {
  const archive = await openArchive(source);
  if (isTorchZip(archive)) return { format: 'torch-zip', root: readTorchZip(archive) };
  if (isNpz(archive)) return { format: 'npz', root: npzTensors(archive) };
  throw new DiptychError(
    'E_CHECKPOINT',
    `Expected a checkpoint for ${source.name} but received a zip without a data.pkl or arrays`,
    { hint: 'Unpack it if the checkpoint is inside' },
  );
}

const KINDS = 'Diptych reads files of torch.save, pickles, safetensors, .npy and .npz';
