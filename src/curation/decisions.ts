/** From stored measurements to decisions: the gates of this run, and everything that follows from them. */
import type { CurateOptions } from '../curate-options.js';
import {
  curationGates,
  type Decisions,
  decide,
  defaultProfile,
  PROFILES,
  type ProfileName,
} from '../filter/curate/index.js';
import type { Gate } from '../filter/gates.js';
import type { MetricInfo } from '../filter/metrics/metric.js';
import type { Measurement } from '../item.js';
import type { Band } from '../pair.js';
import type { CurateBench } from './bench.js';
import { ALIGNED, curationMetrics } from './metrics.js';
import { type Survey, survey } from './survey.js';
import { isBelieved, withoutPack } from './trust.js';

/** What a run decided, and by what. */
export interface Decided {
  /** What was decided on: the stored measurements, without the pack's word where the dataset is not of its kind. */
  readonly measurements: () => AsyncIterable<Measurement>;
  readonly survey: Survey;
  readonly profile: ProfileName;
  /** Declarations of what was measured in at least one item. */
  readonly metrics: readonly MetricInfo[];
  /** Gates that can decide, and those that cannot because their metric was measured nowhere. */
  readonly gates: readonly Gate[];
  readonly idle: readonly Gate[];
  readonly decisions: Decisions;
}

/** How to decide, besides the options. */
export interface DecideInput {
  readonly options: CurateOptions;
  /** Cosine of one person, from the pack's own samples; absent where none was measured. */
  readonly samePerson: number | undefined;
  /** Whether thresholds are proposed from the data. */
  readonly calibrate: boolean;
}

/** Decides on all measurements; they are read several times. @throws DiptychError E_USAGE for a gate on no metric */
export async function decideOn(
  stored: () => AsyncIterable<Measurement>,
  { pack, options: measuring }: Pick<CurateBench, 'pack' | 'options'>,
  { options, samePerson, calibrate }: DecideInput,
): Promise<Decided> {
  const whole = await survey(stored());
  const believed = !pack || isBelieved(whole);
  const measurements = believed ? stored : () => withoutPack(stored(), pack.manifest);
  const found = believed ? whole : await survey(measurements());
  const profile = options.profile ?? defaultProfile(found.kind);
  const known = curationMetrics(pack?.manifest, measuring);
  const gates = curationGates(profile, overridesOf(options, profile, samePerson), known, found.kind);
  const metrics = known.filter(({ name }) => found.measured.has(name));
  const decisions = await decide(measurements, {
    gates,
    duplicates: options.duplicates,
    dedupeIdentity: options.dedupeIdentity,
    identityThreshold: samePerson,
    balance: options.balance,
    split: options.split,
    seed: options.seed,
    calibrate: calibrate ? metrics : undefined,
  });
  const idle = gates.filter(({ metric }) => !found.measured.has(metric));
  const used = gates.filter((gate) => !idle.includes(gate));
  return { measurements, survey: found, profile, metrics, gates: used, idle, decisions };
}

/** What the run knows better than a profile can: the identity network's own threshold, and that alignment was asked for. */
function overridesOf(
  { gates, align }: CurateOptions,
  profile: ProfileName,
  samePerson: number | undefined,
): Record<string, Band | false> {
  const defaults: Readonly<Record<string, Band>> = PROFILES[profile];
  return {
    ...('identity' in defaults && samePerson !== undefined && { identity: { min: samePerson } }),
    ...(align !== 'none' && { [ALIGNED.name]: { min: 1 } }),
    ...gates,
  };
}
