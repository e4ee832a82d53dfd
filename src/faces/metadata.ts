/**
 * What MediaPipe's tasks want to know of a face detector and the model inside @mediapipe/face_detection does not say.
 *
 * That file is the network of the official `blaze_face_short_range.tflite` without its metadata: how pixels become
 * inputs. The same metadata is added here in memory. Schemas: tensorflow/compiler/mlir/lite/schema/schema.fbs and
 * tensorflow/lite/support metadata_schema.fbs; field numbers below are theirs.
 */
import { DiptychError } from '../errors.js';
import { fieldOf, follow, type Piece, rootOf, writeFlatbuffer } from './flatbuffer.js';

/** Pixels 0..255 become (x - 127.5) / 127.5, as the official file declares. */
const MEAN = 127.5;
const STD = 127.5;

const NORMALIZATION_OPTIONS = 1;
const IMAGE_PROPERTIES = 2;
const RGB = 1;

/** Slots of the table Model of a TFLite file. */
const VERSION = 0;
const BUFFERS = 4;
const METADATA = 6;

/**
 * The detector's model with the metadata that MediaPipe asks for; the model itself where it has metadata. Allocates;
 * weights stay aligned.
 * @throws DiptychError E_MODEL when the bytes are no TFLite model
 */
export function withDetectorMetadata(model: Uint8Array): Uint8Array {
  if (new TextDecoder().decode(model.subarray(4, 8)) !== 'TFL3') {
    throw new DiptychError('E_MODEL', 'Expected a TFLite model for the face detector but received another file', {
      hint: 'Pull it with diptych models pull mediapipe',
    });
  }
  const view = new DataView(model.buffer, model.byteOffset, model.byteLength);
  const root = rootOf(view);
  if (fieldOf(view, root, METADATA) !== undefined) return model;
  const kept = (slot: number): Piece | undefined => {
    const field = fieldOf(view, root, slot);
    return field === undefined ? undefined : { appended: follow(view, field) };
  };
  const version = fieldOf(view, root, VERSION);
  const buffers = itemsOf(view, root, BUFFERS);
  const added: Piece = { table: [{ bytes: detectorMetadata() }] };
  const entry: Piece = { table: [{ bytes: text('TFLITE_METADATA') }, buffers.length] };
  // Offsets in the old file point forward and are relative, so it can follow whole, with a new root before it.
  return writeFlatbuffer(
    {
      table: [
        version === undefined ? undefined : view.getUint32(version, true),
        kept(1),
        kept(2),
        kept(3),
        { vector: [...buffers, added] },
        kept(5),
        { vector: [entry] },
      ],
    },
    'TFL3',
    model,
  );
}

/** A ModelMetadata that says how the input image is normalised. */
function detectorMetadata(): Uint8Array {
  const normalisation: Piece = { table: [{ floats: [MEAN] }, { floats: [STD] }] };
  const content: Piece = { table: [IMAGE_PROPERTIES, { table: [RGB] }] };
  const input: Piece = {
    table: [
      { bytes: text('image') },
      undefined,
      undefined,
      content,
      { vector: [{ table: [NORMALIZATION_OPTIONS, normalisation] }] },
    ],
  };
  const subgraph: Piece = { table: [undefined, undefined, { vector: [input] }] };
  return writeFlatbuffer({ table: [undefined, undefined, undefined, { vector: [subgraph] }] }, 'M001');
}

function itemsOf(view: DataView, table: number, slot: number): Piece[] {
  const field = fieldOf(view, table, slot);
  if (field === undefined) return [];
  const vector = follow(view, field);
  return Array.from({ length: view.getUint32(vector, true) }, (_, i) => ({
    appended: follow(view, vector + 4 + i * 4),
  }));
}

function text(value: string): Uint8Array {
  return new TextEncoder().encode(value);
}
