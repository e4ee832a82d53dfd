/** What the name of a file says: whether it may be an image, and what is left of it without its extension. */

/** Extensions of what is clearly no image. Anything else is an item, and decoding decides. */
const NOT_IMAGES = new RegExp(
  `\\.(?:${[
    'txt|text|md|rst|log|html?|pdf|rtf|docx?|xlsx?',
    'jsonl?|ndjson|csv|tsv|ya?ml|toml|xml|ini|cfg|conf|lock|db|sqlite',
    'npy|npz|mat|pts|h5|hdf5|pkl|pickle|pt|pth|onnx|safetensors|ckpt|tflite|parquet|arrow|feather|tfrecord|lmdb|mdb',
    'tar|tgz|gz|zip|7z|rar|bz2|xz|zst',
    'py|ipynb|js|ts|sh|bat|cmd|c|cc|cpp|h|css|exe|dll|so',
    'mp4|mov|avi|mkv|webm|mp3|wav|flac|ogg|obj|mtl|ply|stl|glb|gltf|fbx',
    'md5|sha1|sha256|sum|part|tmp|bak|torrent|icc|xmp|aae',
  ].join('|')})$`,
  'i',
);

/** Files without an extension that are clearly no image. */
const PLAIN_TEXT = /^(?:licen[cs]e|readme|notice|copying|authors|changelog|makefile|dockerfile|version|citation)$/i;

/** What our own atomic writes leave behind when they are stopped. */
const TEMP = /\.tmp-\d+$/;

/** Extensions that name an image; in metadata this tells a path from a text. */
const IMAGE =
  /\.(?:jpe?g|jpe|jfif|png|apng|webp|gif|tiff?|bmp|dib|avif|hei[cf]|svg|p[pgnba]m|jp2|j2k|jxl|ico|exr|hdr|psd|tga)$/i;

/** Whether a file is an item: every file that is not clearly something else. */
export function mayBeImage(name: string): boolean {
  return !name.startsWith('.') && !NOT_IMAGES.test(name) && !PLAIN_TEXT.test(name) && !TEMP.test(name);
}

/** Whether the name ends like that of an image. */
export function namesImage(name: string): boolean {
  return IMAGE.test(name);
}

/** Whether a folder is looked into: not what tools hide or leave behind. */
export function isDataFolder(name: string): boolean {
  return !name.startsWith('.') && name !== '__MACOSX' && name !== '__pycache__';
}

/** `a/b.c.png` → [`a/b.c`, `.png`]; the extension is empty where there is none. */
export function cutExtension(path: string): readonly [stem: string, extension: string] {
  const at = path.lastIndexOf('.');
  return at > path.lastIndexOf('/') + 1 ? [path.slice(0, at), path.slice(at)] : [path, ''];
}

/** What splits are called, as alternatives of a pattern. */
export const SPLIT_WORDS = 'train|training|val|valid|validation|dev|test|testing|eval';

const SPLIT_NAME = new RegExp(`^(?:${SPLIT_WORDS})$`, 'i');

/** Whether a folder is called like a split. */
export function isSplitName(name: string): boolean {
  return SPLIT_NAME.test(name);
}

/** The split that a path says: its top folder, or the one below `data/`; undefined where that is called otherwise. */
export function splitOfPath(path: string): string | undefined {
  const folders = path.split('/').slice(0, -1);
  const top = folders[0] === 'data' ? folders[1] : folders[0];
  return top !== undefined && isSplitName(top) ? top : undefined;
}

/** `a` and `b` → `a/b`; an empty folder is the root. */
export function joinPath(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

/**
 * A path that metadata gives, from the dataset's root; undefined where it would lead elsewhere: absolute, with a drive
 * or scheme, with `..`, or with a zero byte.
 */
export function insideRoot(folder: string, value: string): string | undefined {
  if (
    value === '' ||
    value.length > 4096 ||
    value.includes('\0') ||
    /^(?:[\\/]|[a-z]:[\\/]|[a-z][a-z0-9+.-]*:\/\/)/i.test(value)
  )
    return undefined;
  const parts = value.split('/').filter((part) => part !== '' && part !== '.');
  if (parts.length === 0 || parts.some((part) => part === '..' || /(?:^|\\)\.\.(?:\\|$)/.test(part))) return undefined;
  return joinPath(folder, parts.join('/'));
}
