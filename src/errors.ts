/**
 * Every error a user can meet, and the one table from error code to exit status.
 *
 * A bad pair is not an error: it is a recorded verdict. Errors stop the run with one line.
 */

/** Exit statuses of the command, for scripts and schedulers (retry 1 and 6, never 2, 3 or 4). */
export const EXIT = {
  ok: 0,
  bug: 1,
  usage: 2,
  model: 3,
  dataset: 4,
  shortfall: 5,
  environment: 6,
  interrupted: 130,
} as const;

const EXIT_BY_CODE = {
  E_USAGE: EXIT.usage,
  E_RECIPE: EXIT.usage,
  E_MODEL: EXIT.model,
  E_MODEL_HASH: EXIT.model,
  E_PACK: EXIT.model,
  E_CHECKPOINT: EXIT.model,
  E_DATASET: EXIT.dataset,
  E_JOURNAL: EXIT.dataset,
  E_DISK: EXIT.environment,
  E_PROVIDER: EXIT.environment,
} as const;

/** The closed set of error codes. */
export type ErrorCode = keyof typeof EXIT_BY_CODE;

/** A failure with a cause outside the program: one line that names the culprit, and the remedy. */
export class DiptychError extends Error {
  readonly code: ErrorCode;
  /** What the user can do about it. */
  readonly hint: string | undefined;

  constructor(code: ErrorCode, message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.name = 'DiptychError';
    this.code = code;
    this.hint = options.hint;
  }
}

/** Exit status for anything thrown: the table for our errors, 6 for the system's disk errors, 1 for a bug. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof DiptychError) return EXIT_BY_CODE[error.code];
  return isDiskError(error) ? EXIT.environment : EXIT.bug;
}

/** One line for the terminal: message, then the remedy. */
export function describeError(error: unknown): string {
  if (error instanceof DiptychError)
    return error.hint ? `${error.message.replace(/\.$/, '')}. ${error.hint}` : error.message;
  if (isDiskError(error)) {
    const { code, path, syscall } = error as NodeJS.ErrnoException;
    return `${DISK_ERRORS[code as keyof typeof DISK_ERRORS]} (${[syscall ?? 'write', path].filter(Boolean).join(' ')}). Free or choose another place, then run the same command: what is finished is kept`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

const DISK_ERRORS = {
  ENOSPC: 'Expected room on the disk but it is full',
  EDQUOT: 'Expected room on the disk but the quota is used up',
  EACCES: 'Expected a place that may be written but permission was denied',
  EPERM: 'Expected a place that may be written but the operation is not permitted',
  EROFS: 'Expected a place that may be written but the file system is read-only',
  ENOTDIR: 'Expected a folder but a part of the path is a file',
  EIO: 'Expected the disk to answer but it reported an input/output error',
} as const;

function isDiskError(error: unknown): boolean {
  return error instanceof Error && ((error as NodeJS.ErrnoException).code ?? '') in DISK_ERRORS;
}

/** Throws when a condition that our own code guarantees does not hold: a bug, never the user's doing. */
export function invariant(condition: unknown, message: string): asserts condition {
  if (!condition) throw new Error(`Invariant broken: ${message}`);
}
