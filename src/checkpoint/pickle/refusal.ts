/** How a pickle is refused: one line that says what was there, safe to print whatever the file holds. */
import { DiptychError } from '../../errors.js';

/** A pickle that breaks the format, or goes beyond what any checkpoint needs. */
export function damaged(name: string, expected: string, received: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected ${expected} for ${name} but received ${received}`, {
    hint: 'The file is damaged or was made to mislead: fetch it anew',
  });
}

/** A pickle that asks for something to be done, where only data has a place. */
export function uncalled(name: string, received: string): DiptychError {
  return new DiptychError('E_CHECKPOINT', `Expected tensors, numbers and names in ${name} but received ${received}`, {
    hint: 'Nothing of it was run. Ask its author for the weights as safetensors or as a plain state dict',
  });
}
