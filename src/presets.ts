/**
 * Attributes and presets under the names that users know them by: what each edit moves, when it has arrived, and what
 * it must leave alone. A preset is a partial recipe; recipe files and flags lie over it.
 */
import { distance } from 'fastest-levenshtein';
import { DiptychError } from './errors.js';
import type { RecipeInput } from './recipe.js';

/** What a preset says of a recipe. */
export type Preset = Pick<RecipeInput, 'prompt' | 'edit'> &
  Partial<Pick<RecipeInput, 'fuse' | 'gates' | 'falseMatchRate'>>;

/** Parsing classes that are neither face nor hair: no edit of a person changes them. */
const SURROUNDINGS = ['background', 'cloth'];
/** Classes that an edit of the face leaves alone. */
const ALL_BUT_FACE = [...SURROUNDINGS, 'hair', 'neck', 'ear'];
/** Classes that an edit of the hair leaves alone. */
const ALL_BUT_HAIR = [...SURROUNDINGS, 'skin', 'nose', 'lips', 'mouth', 'eye'];

/**
 * Age and sex are part of what an identity net goes by, so an edit of them costs cosine that says nothing of another
 * person; held to the rate of other edits, the gate would keep the pairs in which least happened. Face networks on
 * photographs are given about 0.15 to 0.25 of cosine here, which is about this rate.
 */
const FALSE_MATCH_RATE_OF_AGE_AND_SEX = 0.01;

const HAIR_COLOURS = ['black', 'brown', 'blond', 'auburn', 'grey', 'white'];

const PRESETS: Readonly<Record<string, Preset>> = {
  age: {
    prompt: 'make this person old',
    edit: { direction: 'age', attribute: 'age', before: { max: 30 }, after: { min: 60 } },
    fuse: { keep: SURROUNDINGS },
    falseMatchRate: FALSE_MATCH_RATE_OF_AGE_AND_SEX,
  },
  child: {
    prompt: 'turn this person into a child',
    edit: { direction: 'age', attribute: 'age', before: { min: 24, max: 50 }, after: { max: 13 } },
    fuse: { keep: SURROUNDINGS },
    falseMatchRate: FALSE_MATCH_RATE_OF_AGE_AND_SEX,
  },
  'my-life': {
    prompt: 'show this person through the ages of life',
    edit: {
      direction: 'age',
      attribute: 'age',
      before: { max: 14 },
      between: [
        { label: 'age-25', target: { min: 22, max: 29 } },
        { label: 'age-40', target: { min: 36, max: 45 } },
        { label: 'age-55', target: { min: 51, max: 60 } },
      ],
      after: { min: 66 },
      maxEvaluations: 64,
    },
    fuse: { keep: SURROUNDINGS },
    // From childhood to old age a face grows and its hair greys; no identity net here spans that.
    gates: {
      identity: false,
      'drift.hair_colour': false,
      landmark_shift: { max: 14 },
      sharpness_ratio: { min: 0.5, max: 2.5 },
    },
    falseMatchRate: FALSE_MATCH_RATE_OF_AGE_AND_SEX,
  },
  gender: {
    prompt: 'turn this woman into a man',
    edit: { direction: 'gender', attribute: 'male', before: { max: 0.03 }, after: { min: 0.97 } },
    fuse: { keep: SURROUNDINGS },
    falseMatchRate: FALSE_MATCH_RATE_OF_AGE_AND_SEX,
  },
  'gender-swap': {
    prompt: 'swap the gender of this person',
    edit: { direction: 'gender', attribute: 'male', before: { max: 0.03 }, after: { min: 0.97 }, swap: true },
    fuse: { keep: SURROUNDINGS },
    falseMatchRate: FALSE_MATCH_RATE_OF_AGE_AND_SEX,
  },
  smile: {
    prompt: 'make this person smile',
    edit: { direction: 'smile', attribute: 'smile', before: { max: 0.12 }, after: { min: 0.7 } },
    fuse: { keep: ALL_BUT_FACE },
  },
  'big-smile': {
    prompt: 'give this person a big smile',
    edit: { direction: 'smile', attribute: 'smile', before: { max: 0.12 }, after: { min: 0.76 } },
    fuse: { keep: ALL_BUT_FACE },
  },
  'mouth-open': {
    prompt: 'open the mouth of this person',
    edit: { direction: 'mouth-open', attribute: 'mouth_open', before: { max: 0.06 }, after: { min: 0.35 } },
    fuse: { keep: ALL_BUT_FACE },
  },
  'hair-length': {
    prompt: 'give this person long hair',
    edit: { direction: 'hair-length', attribute: 'hair_length', before: { max: 0.4 }, after: { min: 0.7 } },
    fuse: { keep: ALL_BUT_HAIR },
  },
  bald: {
    prompt: 'make this person bald',
    edit: { direction: 'bald-to-hair', attribute: 'hair_length', before: { min: 0.2 }, after: { max: 0.06 } },
    fuse: { keep: ALL_BUT_HAIR },
  },
  yaw: {
    prompt: 'turn the head of this person',
    edit: { direction: 'yaw', attribute: 'yaw', before: { max: -8 }, after: { min: 8 } },
    fuse: { keep: ['background'] },
    gates: { yaw_change: false, landmark_shift: false },
  },
  ...Object.fromEntries(HAIR_COLOURS.map((colour) => [`hair-colour:${colour}`, hairColour(colour)])),
};

function hairColour(colour: string): Preset {
  const attribute = `hair_colour.${colour}`;
  return {
    prompt: `dye the hair of this person ${colour}`,
    edit: { direction: `hair-colour:${colour}`, attribute, before: { max: 0.1 }, after: { min: 0.8 } },
    fuse: { keep: ALL_BUT_HAIR },
  };
}

/** Other names that users give the same edits. */
const ALIASES: Readonly<Record<string, string>> = {
  'hair-color': 'hair-colour:blond',
  'hair-colour': 'hair-colour:blond',
  aging: 'age',
  sex: 'gender',
};

/** Names of all attributes and presets. */
export const PRESET_NAMES: readonly string[] = Object.keys(PRESETS);

/** @throws DiptychError E_USAGE with the nearest name when there is no such attribute or preset */
export function presetOf(name: string): Preset {
  const wanted = name.toLowerCase().replace('hair-color:', 'hair-colour:').replaceAll('_', '-');
  const preset = PRESETS[ALIASES[wanted] ?? wanted];
  if (preset) return preset;
  throw new DiptychError('E_USAGE', `Expected an attribute for --attribute but received ${name}`, {
    hint: `Did you mean ${nearest(wanted, PRESET_NAMES)}? There are: ${PRESET_NAMES.join(', ')}`,
  });
}

/** The name that takes the fewest edits to reach. */
export function nearest(name: string, names: readonly string[]): string {
  return [...names].sort((a, b) => distance(name, a) - distance(name, b))[0] ?? '';
}
