/** Names of files inside other files, which nobody should trust. Pure. */

/** Why a reference may not be followed; undefined when it stays below its folder as far as its text goes. */
export function outsideReason(reference: string): string | undefined {
  if (/^[a-z][a-z0-9+.-]+:/i.test(reference)) return 'an address';
  const path = plainPath(reference);
  if (path === '' || path.includes('\0')) return 'no file';
  if (/^([/~]|[a-z]:)/i.test(path)) return 'an absolute path';
  if (path.split('/').includes('..')) return 'a path out of it';
  return undefined;
}

/** The path as the system has it: glTF escapes by percent signs, tools on Windows write backslashes. */
export function plainPath(reference: string): string {
  let path = reference;
  try {
    path = decodeURIComponent(reference);
  } catch {
    // A percent sign that escapes nothing is part of the name.
  }
  return path.replaceAll('\\', '/').replace(/^(\.\/)+/, '');
}
