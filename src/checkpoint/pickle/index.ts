/**
 * Python's pickles as data. In: bytes at an offset. Out: a value and where the next pickle begins.
 *
 *   read.ts                                the loop: one instruction after another, then `tree.ts` checks the result
 *   cursor.ts machine.ts                   where in the file; stack, marks and memo, with their limits
 *   literals.ts containers.ts objects.ts   what each instruction does
 *   calls.ts classes.ts                    the names that are allowed: what makes data, what may be an inert object
 */
export { type Pickle, type PickleOptions, readPickle } from './read.js';
