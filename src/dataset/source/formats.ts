/** Layouts of datasets that can be read. */

/** Formats by the name that `--format` takes, with what is recognised as them. */
export const SOURCE_FORMATS = {
  diptych: 'a dataset of ours: records.jsonl beside stats.json (generated) or curation.json (curated)',
  pix2pix: 'images of before and after side by side, all exactly 2:1, in one folder or in train/, val/, test/',
  'ab-folders': 'A/ and B/, before/ and after/, input/ and output/, …, trainA/ and trainB/, or x_A.png and x_B.png',
  pix2pixhd: 'train_A/ and train_B/, test_A/ and test_B/, or train_label/ and train_img/',
  imagefolder: 'images with a metadata.jsonl or metadata.csv, as Hugging Face reads them',
  webdataset: 'tars whose samples have input and output, before and after, 0 and 1, or one image',
  'instruct-pix2pix': 'seeds.json beside <name>/<seed>_0.jpg, <seed>_1.jpg and prompt.json',
  portraits: 'any other folder of images: each is an item of its own',
} as const;

/** Name of a layout. */
export type SourceFormat = keyof typeof SOURCE_FORMATS;

/** All names, in the order in which help lists them. */
export const SOURCE_FORMAT_NAMES = Object.keys(SOURCE_FORMATS) as SourceFormat[];
