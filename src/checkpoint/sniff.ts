/** What a file is that is no checkpoint, so that the error can say what to do. */

/** A kind of file, and the remedy. */
export interface OtherFile {
  readonly what: string;
  readonly hint: string;
}

/** Names the kind by its first bytes (512 suffice); undefined where nothing is known against it. */
export function describeOther(head: Uint8Array): OtherFile | undefined {
  const bytes = Buffer.from(head);
  const text = bytes.toString('latin1');
  if (head.length < 8) return { what: `a file of ${head.length} bytes`, hint: 'Fetch it anew: the download failed' };
  return KINDS.find(({ test }) => test(text));
}

const KINDS: readonly (OtherFile & { readonly test: (text: string) => boolean })[] = [
  {
    what: 'a web page',
    hint: 'This is a web page, the download failed: fetch the file itself, signed in where the site asks for it',
    test: (text) => /^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|head|\?xml|!--)/i.test(text),
  },
  {
    what: 'a Git LFS pointer',
    hint: 'The file itself is kept elsewhere: run git lfs pull in its repository, or fetch it from the web',
    test: (text) => text.startsWith('version https://git-lfs'),
  },
  {
    what: 'an ONNX file',
    hint: 'Import the checkpoint that it was exported from; ONNX files are taken as scorers: --attributes, --identity, --parsing, --landmarks',
    // ModelProto: ir_version as a small varint, then the producer, the domain, the graph or the opset.
    test: (text) => text[0] === '\b' && text.charCodeAt(1) < 32 && '\x12\x1a\x22\x28\x32\x3a\x42'.includes(text[2]!),
  },
  {
    what: "a tar of PyTorch's first year",
    hint: 'Load it with PyTorch and save it again with torch.save',
    test: (text) => text.slice(257, 262) === 'ustar',
  },
  { what: 'an HDF5 file', hint: 'Save the weights as safetensors or .npz', test: (text) => text.startsWith('\x89HDF') },
  {
    what: 'a compressed file',
    hint: 'Unpack it first',
    test: (text) =>
      ['\x1f\x8b', 'BZh', '\xfd7zXZ', '7z\xbc\xaf', 'Rar!', '\x28\xb5\x2f\xfd'].some((m) => text.startsWith(m)),
  },
];

/** Protocols 2 to 5 begin with their number; 0 and 1 with one of the opcodes that build a value. */
export function looksLikePickle(head: Uint8Array): boolean {
  const [first, second] = head;
  if (first === 0x80) return second !== undefined && second <= 5;
  return first !== undefined && '(])}lcdFGIJKLMNSTUVX'.includes(String.fromCharCode(first));
}
