/** What is not read: said by name where a checkpoint is recognised, by what it holds where it is not. */
import { printable } from '../../checkpoint/printable.js';
import { DiptychError } from '../../errors.js';

const READ =
  'Diptych reads StyleGAN2 generators: NVlabs pickles (PyTorch and TensorFlow), rosinality checkpoints, encoders with such a decoder, and state dictionaries under either naming';

/** Families by the parameter names that only they have. */
const OTHERS: readonly (readonly [family: string, names: RegExp])[] = [
  ['StyleGAN3', /(^|\.)synthesis\.(input\.(freqs|phases|transform)|L\d+_\d+_\d+\.)/],
  ['StyleGAN', /(^|[./])(StyleMod|style_mod|epi[12]|adain[12]|ada_?in)[./]/i],
  ['ProGAN', /(^|[./])(ToRGB_lod0|Grow_lod0)[./]/],
];

/** The error for a checkpoint without a StyleGAN2 generator. */
export function unrecognised(names: readonly string[], file: string): DiptychError {
  for (const [family, pattern] of OTHERS) {
    if (names.some((name) => pattern.test(name))) {
      return new DiptychError('E_CHECKPOINT', `Expected a StyleGAN2 generator for ${file} but received ${family}`, {
        hint: READ,
      });
    }
  }
  const shown = names.slice(0, 3).map(printable).join(', ');
  const received =
    names.length === 0
      ? 'no tensors'
      : `${names.length} ${names.length === 1 ? 'tensor' : 'tensors'} named ${shown}${names.length > 3 ? ', …' : ''}`;
  return new DiptychError('E_CHECKPOINT', `Expected a StyleGAN2 generator for ${file} but received ${received}`, {
    hint: READ,
  });
}
