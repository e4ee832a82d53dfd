/** What a file is by its first bytes, whatever it is called. Pure. */

/** `raster`: to be decoded; `vector`: a drawing or a page; `foreign`: an image of a format that is not read; `other`. */
export interface Sniffed {
  readonly kind: 'raster' | 'vector' | 'foreign' | 'other';
  /** As a person calls it, `JPEG`, `HTML`; for `other` also `text` and `unknown bytes`. */
  readonly what: string;
}

type Signature = readonly [kind: Sniffed['kind'], what: string, magic: string, offset?: number];

/** Magic numbers as Latin-1 text. The first that fits decides. */
const SIGNATURES: readonly Signature[] = [
  ['raster', 'JPEG', '\xff\xd8\xff'],
  ['raster', 'PNG', '\x89PNG\r\n\x1a\n'],
  ['raster', 'GIF', 'GIF87a'],
  ['raster', 'GIF', 'GIF89a'],
  ['raster', 'WebP', 'WEBP', 8],
  ['raster', 'TIFF', 'II*\0'],
  ['raster', 'TIFF', 'MM\0*'],
  ['raster', 'TIFF', 'II+\0'],
  ['raster', 'TIFF', 'MM\0+'],
  ['foreign', 'HEIC', 'ftyphei', 4],
  ['foreign', 'HEIC', 'ftyphev', 4],
  ['foreign', 'HEIF', 'ftypmif1', 4],
  ['foreign', 'HEIF', 'ftypmsf1', 4],
  ['foreign', 'JPEG XL', '\xff\x0a'],
  ['foreign', 'JPEG XL', '\0\0\0\x0cJXL '],
  ['foreign', 'JPEG 2000', '\0\0\0\x0cjP  '],
  ['foreign', 'Photoshop', '8BPS'],
  ['foreign', 'icon', '\0\0\x01\0'],
  ['foreign', 'OpenEXR', 'v/1\x01'],
  ['foreign', 'Radiance HDR', '#?RADIANCE'],
  ['vector', 'PDF', '%PDF-'],
  ['vector', 'PostScript', '%!PS'],
  ['vector', 'PostScript', '\xc5\xd0\xd3\xc6'],
  ['vector', 'Windows metafile', '\xd7\xcd\xc6\x9a'],
  ['other', 'a zip archive', 'PK\x03\x04'],
  ['other', 'a gzip file', '\x1f\x8b'],
  ['other', 'a tar archive', 'ustar', 257],
  ['other', 'a NumPy array', '\x93NUMPY'],
  ['other', 'a Parquet table', 'PAR1'],
  ['other', 'a video', 'ftyp', 4],
  ['other', 'a video', '\x1aE\xdf\xa3'],
  ['other', 'a Git LFS pointer', 'version https://git-lfs'],
];

/** Markup is looked for this far in: comments and a DOCTYPE may stand before the root element. */
const HEAD_BYTES = 4096;

/** Looks at the first 4 KiB at most. */
export function sniff(bytes: Uint8Array): Sniffed {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, HEAD_BYTES)).toString('latin1');
  // Any of the brands of the file may be AVIF's, the first one is often a more general one.
  if (head.startsWith('ftyp', 4) && /avi[fs]/.test(head.slice(8, 48))) return { kind: 'raster', what: 'AVIF' };
  for (const [kind, what, magic, offset = 0] of SIGNATURES) {
    if (head.startsWith(magic, offset)) return { kind, what };
  }
  // Two letters are a word's beginning as well: four bytes of a bitmap's header are zero besides.
  if (head.startsWith('BM') && head.startsWith('\0\0\0\0', 6)) return { kind: 'foreign', what: 'BMP' };
  if (/^P[1-7]\s/.test(head)) return { kind: 'foreign', what: 'Netpbm' };
  return markup(head);
}

function markup(head: string): Sniffed {
  const text = head
    .replace(/^(\xef\xbb\xbf|\xff\xfe|\xfe\xff)/, '')
    .replaceAll('\0', '')
    .trimStart();
  if (text.startsWith('<')) {
    const root = /<(?:\w+:)?(svg|html|!doctype\s+html)\b/i.exec(text)?.[1];
    if (root?.toLowerCase() === 'svg') return { kind: 'vector', what: 'SVG' };
    return { kind: 'other', what: root ? 'HTML' : 'XML' };
  }
  if (/^[{[]\s*["{[\]}\d-]/.test(text)) return { kind: 'other', what: 'JSON' };
  return { kind: 'other', what: isText(head) ? 'text' : 'unknown bytes' };
}

/** UTF-16 by its mark; else at most one control character in 32, whatever the encoding. */
function isText(text: string): boolean {
  if (/^(\xff\xfe|\xfe\xff)/.test(text)) return true;
  let odd = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if ((code < 32 && (code < 9 || code > 13)) || code === 127) odd++;
  }
  return odd * 32 <= text.length;
}

/**
 * Frames of an animated PNG, 1 for any other. The `acTL` chunk stands before the first `IDAT` (APNG specification 1.0);
 * decoders that do not know it show the first frame alone.
 */
export function pngFrames(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = 8; at + 12 <= bytes.length; ) {
    const type = view.getUint32(at + 4);
    if (type === IDAT) return 1;
    if (type === ACTL) return view.getUint32(at + 8);
    at += 12 + view.getUint32(at);
  }
  return 1;
}

const IDAT = 0x49444154;
const ACTL = 0x6163544c;
