/** Containers that are damaged or were made to mislead: each is refused in one line that names the file. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { unzipSync, type Zippable, zipSync } from 'fflate';
import { afterAll, describe, expect, it } from 'vitest';
import { tensorsOf } from '../../src/checkpoint/names.js';
import { openCheckpoint } from '../../src/checkpoint/open.js';
import { isTorchLegacy } from '../../src/checkpoint/torch-legacy.js';
import { DiptychError } from '../../src/errors.js';

const folder = mkdtempSync(join(tmpdir(), 'diptych-hostile-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fixture = (file: string): Buffer =>
  readFileSync(fileURLToPath(new URL(`../fixtures/checkpoints/${file}`, import.meta.url)));

let files = 0;
function put(bytes: Uint8Array): string {
  files += 1;
  const file = join(folder, `${files}.bin`);
  writeFileSync(file, bytes);
  return file;
}

async function refusal(bytes: Uint8Array): Promise<string> {
  const file = put(bytes);
  const error = await openCheckpoint(file).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(error).toBeInstanceOf(DiptychError);
  expect((error as DiptychError).message).toContain(file);
  return (error as DiptychError).message;
}

/** The torch fixture with some of its entries changed; undefined removes one. Stored, unless `level` says otherwise. */
function rezipped(changes: Record<string, Uint8Array | undefined>, level: 0 | 9 = 0): Uint8Array {
  const entries: Zippable = { ...unzipSync(fixture('zip.pt')) };
  for (const [name, bytes] of Object.entries(changes)) {
    if (bytes) entries[name] = bytes;
    else delete entries[name];
  }
  return zipSync(entries, { level });
}

/** Renames an entry in the directory of a zip, where names count. */
function renamed(zip: Uint8Array, from: string, to: string): Buffer {
  const text = Buffer.from(zip).toString('latin1');
  const directory = text.indexOf('PK\x01\x02');
  return Buffer.from(text.slice(0, directory) + text.slice(directory).replace(from, to), 'latin1');
}

describe('a torch zip', () => {
  it.each([0, 9] as const)('is read at compression level %d', async (level) => {
    const checkpoint = await openCheckpoint(put(rezipped({}, level)));
    expect([...tensorsOf(checkpoint.root).get('g_ema.transposed')!.read()]).toEqual([-0.5, 0.25, -0.25, 0.5, 0, 0.75]);
    checkpoint.close();
  });

  it('is refused when it is big-endian', async () => {
    expect(await refusal(rezipped({ 'zip/byteorder': Buffer.from('big') }))).toMatch(/little-endian .* byte order big/);
  });

  it('is refused when a storage is missing or short', async () => {
    expect(await refusal(rezipped({ 'zip/data/0': undefined }))).toMatch(/an entry data\/0 for storage 0/);
    expect(await refusal(rezipped({ 'zip/data/0': new Uint8Array(23) }))).toMatch(/24 bytes for storage 0 .* 23/);
  });

  it('is refused when a stride leaves the storage', async () => {
    const pickle = Buffer.from(unzipSync(fixture('zip.pt'))['zip/data.pkl']!);
    // The strides of `dense`, shape (2, 3): BININT1 3, BININT1 1, TUPLE2.
    const at = pickle.indexOf(Buffer.from('4b034b0186', 'hex'));
    pickle[at + 1] = 200;
    expect(await refusal(rezipped({ 'zip/data.pkl': pickle }))).toMatch(/inside its storage of 6 elements/);
  });

  it('is refused when it is a zip bomb', async () => {
    const bytes = Buffer.from(rezipped({ 'zip/data.pkl': new Uint8Array(2 ** 20) }, 9));
    bytes.writeUInt32LE(100 * 2 ** 20, bytes.lastIndexOf('zip/data.pkl') - 46 + 24);
    expect(await refusal(bytes)).toMatch(/without a zip bomb .* zip\/data\.pkl .* 104857600 bytes/);
  });

  it('is refused when an entry unpacks to more than it says', async () => {
    const bytes = Buffer.from(rezipped({ 'zip/data.pkl': new Uint8Array(5000) }, 9));
    const entry = bytes.lastIndexOf('zip/data.pkl') - 46;
    bytes.writeUInt32LE(400, entry + 24);
    expect(await refusal(bytes)).toMatch(/400 packed bytes/);
  });

  it.each([
    ['twice', 'zip/data/1', 'zip/data/0', /zip\/data\/0 twice/],
    ['with ..', 'zip/data/1', 'zip/../../', /invalid relative path/],
    ['from the root', 'zip/data/1', '/ip/data/1', /absolute path/],
    ['with backslashes', 'zip/data/1', 'zip\\data\\1', /invalid characters/],
    ['of Windows drives', 'zip/data/1', 'c:/data//1', /absolute path/],
  ])('is refused when it has a name %s', async (_, from, to, message) => {
    expect(await refusal(renamed(rezipped({}), from, to))).toMatch(message);
  });

  it('is refused when it has no pickle, or two', async () => {
    expect(await refusal(zipSync({ 'a/b': new Uint8Array(4) }))).toMatch(/a zip without a data\.pkl/);
    expect(await refusal(rezipped({ 'other/data.pkl': new Uint8Array(4) }))).toMatch(
      /one folder with a data\.pkl .* 2/,
    );
  });
});

describe('a legacy torch file', () => {
  it('is told from a pickle that holds one', () => {
    const legacy = fixture('legacy.pt');
    expect(isTorchLegacy(legacy)).toBe(true);
    expect(
      isTorchLegacy(Buffer.concat([Buffer.from('\x80\x03ctorch.storage\n_load_from_bytes\nB', 'latin1'), legacy])),
    ).toBe(false);
  });

  it('is refused when it is big-endian', async () => {
    // NEWTRUE after the key and its BINPUT, in sys_info.
    const bytes = fixture('legacy.pt');
    const at = bytes.indexOf('little_endian') + 'little_endian'.length;
    expect(bytes[at + 2]).toBe(0x88);
    bytes[at + 2] = 0x89;
    expect(await refusal(bytes)).toMatch(/little-endian storages .* big-endian/);
  });

  it('is refused when a storage has another size than its tensors expect', async () => {
    const bytes = fixture('legacy_views.pt');
    bytes.writeBigInt64LE(-8n, bytes.length - 40);
    expect(await refusal(bytes)).toMatch(/32 bytes for storage root .* -8 elements/);
  });
});

describe('a safetensors file', () => {
  const safetensors = (header: unknown, data = 8): Uint8Array => {
    const text = Buffer.from(typeof header === 'string' ? header : JSON.stringify(header));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(text.length));
    return Buffer.concat([length, text, Buffer.alloc(data)]);
  };
  const entry = (begin: number, end: number, shape: number[], dtype = 'F32') => ({
    dtype,
    shape,
    data_offsets: [begin, end],
  });

  it.each([
    ['a hole', { a: entry(4, 8, [1]) }, /a to begin at byte 0/],
    ['overlapping tensors', { a: entry(0, 8, [2]), b: entry(4, 8, [1]) }, /b to begin at byte 8/],
    ['bytes at the end', { a: entry(0, 4, [1]) }, /4 bytes of tensors .* 8/],
    ['offsets beyond the file', { a: entry(0, 400, [100]) }, /truncated|400 bytes/],
    ['another size than its shape', { a: entry(0, 8, [3]) }, /12 bytes of a/],
    ['a negative size', { a: entry(0, 8, [-2]) }, /dtype, shape and data_offsets of a/],
    ['a size that overflows', { a: entry(0, 8, [2 ** 50, 2 ** 50]) }, /bytes of a/],
    ['8-bit floats', { a: entry(0, 8, [8], 'F8_E4M3') }, /a as one of .* received F8_E4M3/],
    ['other text', '{"a": ', /a JSON header/],
  ])('is refused with %s', async (_, header, message) => {
    expect(await refusal(safetensors(header))).toMatch(message);
  });

  it('keeps names that mean something to JavaScript as names', async () => {
    const file = put(safetensors('{"__proto__":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}'));
    const checkpoint = await openCheckpoint(file);
    expect([...tensorsOf(checkpoint.root).keys()]).toEqual(['__proto__']);
    checkpoint.close();
  });
});

describe('any other file', () => {
  it.each([
    ['a web page', '<!DOCTYPE html><html><body>Quota exceeded', /a web page/],
    ['four bytes', 'abcd', /a file of 4 bytes/],
    ['nothing', '', /a file of 0 bytes/],
    ['an empty zip', `PK\x05\x06${'\0'.repeat(18)}`, /another kind of file/],
    ['a zip that ends early', `PK\x03\x04${'\0'.repeat(100)}`, /damaged one/],
  ])('is refused: %s', async (_, text, message) => {
    expect(await refusal(Buffer.from(text, 'latin1'))).toMatch(message);
  });
});
