/** Gates that a pack cannot apply because it lacks the network that they need: they are off, and said to be. */
import type { PackManifest } from '../pack/manifest.js';
import type { Recipe } from '../recipe.js';
import { type Gate, gatesFor } from './gates.js';

/** What a pack lacks, and what is off for want of it. */
export interface Lack {
  /** Such as `no identity network`. */
  readonly what: string;
  /** Names of gates; `drift` stands for all of its kind, `fusing` for the stage. */
  readonly off: readonly string[];
}

/** Metrics that parsing is needed for. */
const PARSED = new Set(['outside_change', 'outside_change_raw', 'seam', 'spots', 'fragments']);
/** Metrics that measure how well the target is met. */
const TARGET = new Set(['target_before', 'target_between', 'target_after', 'target_margin']);

/** Every network or score that is missing and would be used, in the order in which gates decide. */
export function lacksOf(recipe: Pick<Recipe, 'edit' | 'gates' | 'fuse'>, manifest: PackManifest): Lack[] {
  const { edit, fuse } = recipe;
  const off = new Map<string, string[]>();
  const add = (what: string, name: string): void => void off.set(what, [...(off.get(what) ?? []), name]);
  for (const { metric } of gatesFor(recipe, manifest, { threshold: 0 })) {
    const what = missingFor(metric, edit.attribute, manifest);
    if (what !== undefined) add(what, metric);
  }
  if (edit.attribute !== undefined && !manifest.scorers.attributes) add('no attribute network', 'drift');
  if (fuse.enabled && !manifest.scorers.parsing) add(NO_PARSER, 'fusing');
  return [...off].map(([what, names]) => ({ what, off: names }));
}

const NO_PARSER = 'no parsing network';

function missingFor(
  metric: string,
  attribute: string | undefined,
  { generator, scorers }: PackManifest,
): string | undefined {
  const unscored = (name: string): string | undefined => {
    if (!scorers.attributes) return 'no attribute network';
    return scorers.attributes.attributes.some((one) => one.name === name) ? undefined : `no score of ${name}`;
  };
  if (TARGET.has(metric) && attribute !== undefined) return unscored(attribute);
  if (metric === 'yaw_change') return unscored('yaw');
  if (metric === 'pitch_change') return unscored('pitch');
  if (metric === 'realism') return generator.discriminator ? undefined : 'no discriminator';
  if (metric === 'identity') return scorers.identity ? undefined : 'no identity network';
  if (PARSED.has(metric)) return scorers.parsing ? undefined : NO_PARSER;
  if (metric !== 'landmark_shift') return undefined;
  if (!scorers.landmarks) return 'no landmark network';
  const eyes = [/^eye.*right/, /^eye.*left/].every((eye) => scorers.landmarks!.points.some((name) => eye.test(name)));
  return eyes ? undefined : 'no landmarks of both eyes';
}

/** The gates that can be applied. */
export function applicable(gates: readonly Gate[], lacks: readonly Lack[]): Gate[] {
  const off = new Set(lacks.flatMap((lack) => lack.off));
  return gates.filter((gate) => !off.has(gate.name));
}

/** One sentence; undefined where nothing is lacking. */
export function lackSentence(pack: string, lacks: readonly Lack[]): string | undefined {
  if (lacks.length === 0) return undefined;
  const parts = lacks.map(({ what, off }) => `${off.join(', ')} (${what})`);
  return `Off, because the pack ${pack} lacks what they need: ${parts.join('; ')}.`;
}
