/** A contract as a user wrote it, and what the file declares → the scorer's entry in the manifest. Pure. */
import { DiptychError } from '../errors.js';
import type { Declared, Inspected } from '../onnx/inspect.js';
import { DATA_TYPE } from '../onnx/proto.js';
import { type Contracts, type InputContract, type InputSize, inputSchema } from './contract.js';
import type { PackManifest, ScorerName } from './manifest.js';

/** Entries of the manifest without their files. */
export type ScorerEntries = {
  readonly [Name in ScorerName]: Omit<NonNullable<PackManifest['scorers'][Name]>, 'file' | 'data'>;
};

type Given = Pick<Contracts['identity'], 'size' | 'input'>;

/**
 * Fills in what the contract leaves to the file: names of the only input and output, axes, batch, size.
 * @param file what to call the network in an error
 * @throws DiptychError E_MODEL where the contract and the file disagree, or neither says what is needed
 */
export function completeContract<Name extends ScorerName>(
  name: Name,
  contract: Contracts[Name],
  model: Inspected,
  file: string,
): ScorerEntries[Name] {
  const wanted = completeInput(contract, model, file);
  return completers[name](contract, wanted, (given) => outputNamed(given, model, file)) as ScorerEntries[Name];
}

type Input = { readonly size: InputSize; readonly input: InputContract };
type OutputOf = (given: string | number | undefined) => string;

const completers: {
  readonly [Name in ScorerName]: (contract: Contracts[Name], input: Input, output: OutputOf) => ScorerEntries[Name];
} = {
  attributes: ({ crop, attributes }, input, output) => ({
    ...input,
    ...(crop && { crop }),
    attributes: attributes.map((attribute) => ({ ...attribute, output: output(attribute.output) })),
  }),
  parsing: ({ classes, gives, ...contract }, input, output) => {
    const ours = [...new Set(classes)];
    return {
      ...input,
      classes: ours,
      output: output(contract.output),
      gives,
      merged: classes.map((name) => ours.indexOf(name)),
    };
  },
  identity: ({ crop, ...contract }, input, output) => ({
    ...input,
    ...(crop && { crop }),
    // Read off the answer when the network is tried.
    dim: 1,
    output: output(contract.output),
    normalise: true,
  }),
  landmarks: ({ points, unit, ...contract }, input, output) => ({
    ...input,
    points: Object.keys(points),
    output: output(contract.output),
    unit,
    of: Object.values(points).map((numbers) => [numbers].flat()),
  }),
};

function completeInput({ size, input: given }: Given, model: Inspected, file: string): Input {
  const declared = inputNamed(given.name, model, file);
  if (declared.type !== DATA_TYPE.float) {
    throw mismatch(
      file,
      'an input of 32-bit floats',
      `${declared.name} of type ${declared.type}`,
      'Export it in float32',
    );
  }
  const shape = declared.shape ?? ['?', '?', '?', '?'];
  const layout = given.layout ?? (shape[3] === 3 && shape[1] !== 3 ? 'NHWC' : 'NCHW');
  const [channels, height, width] = layout === 'NCHW' ? [shape[1], shape[2], shape[3]] : [shape[3], shape[1], shape[2]];
  if (shape.length !== 4 || (typeof channels === 'number' && channels !== 3)) {
    throw mismatch(file, `an input of three colour channels, ${layout}`, `${declared.name} ${shapeText(declared)}`);
  }
  const [batch] = shape;
  if (typeof batch === 'number' && given.batch !== undefined && given.batch !== batch) {
    throw mismatch(file, `a batch of ${batch}, as the file has it`, `${given.batch} in the contract`);
  }
  const free = typeof batch === 'number' ? batch : 'any';
  return {
    size: completeSize(size, width, height, `${declared.name} ${shapeText(declared)}`, file),
    input: inputSchema.parse({ ...given, name: declared.name, layout, batch: given.batch ?? free }),
  };
}

function completeSize(
  given: InputSize | undefined,
  width: number | string | undefined,
  height: number | string | undefined,
  declared: string,
  file: string,
): InputSize {
  const [w, h] = typeof given === 'number' ? [given, given] : (given ?? []);
  const [across, down] = [typeof width === 'number' ? width : w, typeof height === 'number' ? height : h];
  if (across === undefined || down === undefined) {
    throw mismatch(
      file,
      'a size',
      `${declared}, which leaves it free`,
      'State it in the contract, such as "size": 112',
    );
  }
  if ((w !== undefined && w !== across) || (h !== undefined && h !== down)) {
    throw mismatch(file, `${across}×${down} px, as the file has it`, `${w}×${h} in the contract`);
  }
  return across === down ? across : [across, down];
}

function inputNamed(name: string | undefined, { inputs }: Inspected, file: string): Declared {
  const found =
    name === undefined ? (inputs.length === 1 ? inputs[0] : undefined) : inputs.find((i) => i.name === name);
  if (found && inputs.length === 1) return found;
  const expected = name === undefined || found ? 'one input' : `the input ${name}`;
  throw mismatch(file, expected, list(inputs));
}

function outputNamed(given: string | number | undefined, { outputs }: Inspected, file: string): string {
  const named = typeof given === 'string' ? outputs.find((output) => output.name === given) : undefined;
  const found =
    typeof given === 'string' ? named : given === undefined && outputs.length > 1 ? undefined : outputs[given ?? 0];
  if (found) return found.name;
  const expected = given === undefined ? 'the name of an output in the contract' : `the output ${given}`;
  throw mismatch(file, expected, given === undefined ? `none, and a network with ${list(outputs)}` : list(outputs));
}

/** Inputs or outputs in words: `data [1, 3, 112, 112]`. */
export function list(values: readonly Declared[]): string {
  return values.map((value) => `${value.name} ${shapeText(value)}`).join(', ') || 'none';
}

function shapeText({ shape }: Declared): string {
  return shape ? `[${shape.join(', ')}]` : '[?]';
}

function mismatch(
  file: string,
  expected: string,
  received: string,
  hint = 'Correct the contract; see docs/bring-your-own.md',
) {
  return new DiptychError('E_MODEL', `Expected ${expected} for ${file} but received ${received}`, { hint });
}
