/** Command lines that the report shows, to be pasted into a shell. */
import type { Band } from '../../pair.js';

/** The flag that sets a gate: `--gate yaw=-30..30`. */
export function flagFor(metric: string, { min, max }: Band): string {
  return `--gate ${quoted(`${metric}=${min ?? ''}..${max ?? ''}`)}`;
}

/** The command that decides again, with the gates given; a flag a line. */
export function regateCommand(input: string, out: string, gates: Readonly<Record<string, Band>>): string {
  const flags = Object.entries(gates).map(([metric, band]) => flagFor(metric, band));
  return [`diptych curate ${quoted(input)}`, `--out ${quoted(out)}`, ...flags].join(' \\\n  ');
}

/** A word for a POSIX shell. */
function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
