/**
 * Which classes may become inert objects: names, a state, nothing more.
 *
 * An object of *any* class would be as inert. Yet a file that asks for `subprocess.Popen` is an attack on whoever opens
 * it elsewhere, and a user should hear so; so only those are taken that whole modules and training options consist of.
 */

/** One name for what Python 2 and 3, and numpy 1 and 2, call differently. */
export function canonical(name: string): string {
  return name
    .replace(/^__builtin__\./, 'builtins.')
    .replace(/^copy_reg\./, 'copyreg.')
    .replace(/^numpy\._core\./, 'numpy.core.');
}

/**
 * Whether instances of a class are taken as data. Protocol 4 allows names with dots, which Python resolves step by step
 * (`training.networks`, `os.system`), so that the class must be a plain name that begins as classes do.
 */
export function isInertClass(name: string): boolean {
  return CLASSES.has(name) || (FAMILY.test(name) && /^[\w.]+\._*[A-Z]\w*$/.test(name));
}

const CLASSES: ReadonlySet<string> = new Set([
  'argparse.Namespace',
  'types.SimpleNamespace',
  'pathlib.Path',
  'pathlib.PosixPath',
  'pathlib.WindowsPath',
  'pathlib.PurePosixPath',
  'pathlib.PureWindowsPath',
]);

/**
 * Modules of networks that are pickled whole, of torch itself and as generator repositories call them:
 * NVlabs (training, torch_utils, dnnlib), rosinality (model, op), encoders built on it (models), scripts (__main__).
 */
const FAMILY = /^(?:torch\.(?:nn|optim)|training|torch_utils|dnnlib|models?|op|networks|stylegan2|__main__)\./;
