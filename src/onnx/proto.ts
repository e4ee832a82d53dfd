/**
 * The part of the ONNX schema that we use, as protobuf descriptors: what our graphs hold, and wherever a model of others
 * may keep tensors.
 *
 * Field numbers are those of onnx.proto (ONNX 1.17, IR version 8). The decoder passes unknown fields through, and
 * refuses messages that are nested more than 100 deep.
 */
import protobuf from 'protobufjs/light.js';

const field = (type: string, id: number, rule?: 'repeated') => (rule ? { type, id, rule } : { type, id });

const root = protobuf.Root.fromJSON({
  nested: {
    StringStringEntryProto: { fields: { key: field('string', 1), value: field('string', 2) } },
    OperatorSetIdProto: { fields: { domain: field('string', 1), version: field('int64', 2) } },
    TensorProto: {
      fields: {
        dims: field('int64', 1, 'repeated'),
        dataType: field('int32', 2),
        name: field('string', 8),
        rawData: field('bytes', 9),
        externalData: field('StringStringEntryProto', 13, 'repeated'),
        dataLocation: field('int32', 14),
      },
    },
    SparseTensorProto: { fields: { values: field('TensorProto', 1), indices: field('TensorProto', 2) } },
    AttributeProto: {
      fields: {
        name: field('string', 1),
        f: field('float', 2),
        i: field('int64', 3),
        s: field('bytes', 4),
        t: field('TensorProto', 5),
        g: field('GraphProto', 6),
        floats: field('float', 7, 'repeated'),
        ints: field('int64', 8, 'repeated'),
        tensors: field('TensorProto', 10, 'repeated'),
        graphs: field('GraphProto', 11, 'repeated'),
        type: field('int32', 20),
        sparseTensor: field('SparseTensorProto', 22),
        sparseTensors: field('SparseTensorProto', 23, 'repeated'),
      },
    },
    NodeProto: {
      fields: {
        input: field('string', 1, 'repeated'),
        output: field('string', 2, 'repeated'),
        name: field('string', 3),
        opType: field('string', 4),
        attribute: field('AttributeProto', 5, 'repeated'),
      },
    },
    Dimension: { fields: { dimValue: field('int64', 1), dimParam: field('string', 2) } },
    TensorShapeProto: { fields: { dim: field('Dimension', 1, 'repeated') } },
    TensorTypeProto: { fields: { elemType: field('int32', 1), shape: field('TensorShapeProto', 2) } },
    TypeProto: { fields: { tensorType: field('TensorTypeProto', 1) } },
    ValueInfoProto: { fields: { name: field('string', 1), type: field('TypeProto', 2) } },
    GraphProto: {
      fields: {
        node: field('NodeProto', 1, 'repeated'),
        name: field('string', 2),
        initializer: field('TensorProto', 5, 'repeated'),
        input: field('ValueInfoProto', 11, 'repeated'),
        output: field('ValueInfoProto', 12, 'repeated'),
        sparseInitializer: field('SparseTensorProto', 15, 'repeated'),
      },
    },
    FunctionProto: { fields: { node: field('NodeProto', 7, 'repeated') } },
    TrainingInfoProto: { fields: { initialization: field('GraphProto', 1), algorithm: field('GraphProto', 2) } },
    ModelProto: {
      fields: {
        irVersion: field('int64', 1),
        producerName: field('string', 2),
        producerVersion: field('string', 3),
        graph: field('GraphProto', 7),
        opsetImport: field('OperatorSetIdProto', 8, 'repeated'),
        metadataProps: field('StringStringEntryProto', 14, 'repeated'),
        trainingInfo: field('TrainingInfoProto', 20, 'repeated'),
        functions: field('FunctionProto', 25, 'repeated'),
      },
    },
  },
});

/** Encoder and decoder of a whole model file. */
export const ModelProto = root.lookupType('ModelProto');

/** TensorProto.DataType */
export const DATA_TYPE = { float: 1, int64: 7, float16: 10 } as const;
/** TensorProto.DataLocation of values in a file of their own. */
export const EXTERNAL = 1;
/** AttributeProto.AttributeType */
export const ATTRIBUTE_TYPE = { float: 1, int: 2, string: 3, floats: 6, ints: 7 } as const;
