/**
 * Zip archives, read by offset: entries that are stored stay in the file, compressed ones are unpacked when read.
 *
 * Names are only looked up, never used as paths; those that could mislead another program are refused all the same.
 */
import yauzl from 'yauzl';
import { DiptychError } from '../errors.js';
import { inflatedSource, type Slot } from './inflate.js';
import { printable } from './printable.js';
import { type ByteSource, partOf } from './source.js';

/** The entries of a zip by name, folders left out. */
export interface Archive {
  /** Path of the file, for errors. */
  readonly name: string;
  readonly entries: ReadonlyMap<string, ByteSource>;
}

/** Torch and numpy write one entry an array: a million would be an attack on memory. */
const ENTRY_LIMIT = 100_000;
/** Compressed entries of an archive may unpack to this much whatever the ratio. */
const UNPACKED_ALLOWANCE = 64 * 2 ** 20;
/** Deflate reaches 1,032 to 1, on one value repeated; a generous limit for trained weights, which are nearly noise. */
const RATIO_LIMIT = 100;
/** One compressed entry is unpacked in memory as a whole. */
const UNPACKED_LIMIT = 2 * 2 ** 30;

/**
 * Lists a zip, zip64 too. Checksums are not verified: tensors are read in parts.
 * @throws DiptychError E_CHECKPOINT when it is damaged, encrypted, compressed by another method than deflate, a zip
 *   bomb, or has names twice, absolute, with `..` or with backslashes
 */
export async function openArchive(source: ByteSource): Promise<Archive> {
  const entries = new Map<string, ByteSource>();
  const slot: Slot = { owner: undefined, bytes: undefined };
  let packed = 0;
  let unpacked = 0;
  try {
    const zip = await yauzl.fromRandomAccessReaderPromise(new Reader(source), source.size, {
      autoClose: false,
      strictFileNames: true,
    });
    if (zip.entryCount > ENTRY_LIMIT) throw refused(source, `at most ${ENTRY_LIMIT} entries`, `${zip.entryCount}`);
    for await (const entry of zip.eachEntry()) {
      const name = `${printable(entry.fileName)} in ${source.name}`;
      if (entry.fileName.endsWith('/')) continue;
      if (entries.has(entry.fileName)) throw refused(source, 'names that differ', `${printable(entry.fileName)} twice`);
      if (!entry.canDecodeFileData()) throw refused(source, 'plain or deflated entries', `another kind in ${name}`);
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
      const part = partOf(source, fileDataStart, entry.compressedSize, name);
      if (entry.compressionMethod === 0) {
        entries.set(entry.fileName, part);
        continue;
      }
      packed += entry.compressedSize;
      unpacked += entry.uncompressedSize;
      const swollen = unpacked > UNPACKED_ALLOWANCE && unpacked > RATIO_LIMIT * packed;
      if (swollen || entry.uncompressedSize > UNPACKED_LIMIT)
        throw refused(
          source,
          'an archive without a zip bomb',
          `${name}, which unpacks to ${entry.uncompressedSize} bytes`,
        );
      entries.set(entry.fileName, inflatedSource(part, entry.uncompressedSize, slot));
    }
  } catch (cause) {
    if (cause instanceof DiptychError) throw cause;
    throw refused(source, 'a whole zip archive', `a damaged one (${printable((cause as Error).message)})`, cause);
  }
  return { name: source.name, entries };
}

/** What yauzl reads from. Calls back at once: whatever fails surfaces in the awaited call. */
class Reader extends yauzl.RandomAccessReader {
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    super();
    this.#source = source;
  }

  override _readStreamForRange(): never {
    throw new Error('Entries are read by offset');
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    done: (error: Error | null, bytesRead?: number) => void,
  ): void {
    let failure: Error | null = null;
    try {
      buffer.set(this.#source.read(position, length), offset);
    } catch (error) {
      failure = error as Error;
    }
    done(failure, length);
  }
}

function refused(source: ByteSource, expected: string, received: string, cause?: unknown): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${source.name} but received ${received}`, {
    cause,
    hint: 'Fetch it anew, or save it again with torch.save or numpy.savez',
  });
}
