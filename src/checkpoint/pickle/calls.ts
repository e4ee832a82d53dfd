/**
 * Everything that a pickle may ask to be called: an allow-list of names, each with a function of ours that makes data.
 *
 * Nothing is looked up in Python or in JavaScript: a name that is not here is refused by name.
 */
import type { Call } from './arguments.js';
import { NUMPY_CALLS } from './numpy.js';
import { PYTHON_CALLS } from './python.js';
import { TORCH_CALLS } from './torch.js';

/** By canonical name (see classes.ts). */
export const CALLS: ReadonlyMap<string, Call> = new Map([...PYTHON_CALLS, ...TORCH_CALLS, ...NUMPY_CALLS]);
