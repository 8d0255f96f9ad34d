import type { Stage } from '../model/promotion.ts';
import type { PromotionTerms } from '../model/promotion-terms.ts';
import type { WatchedMeasure, WatchVerdict } from '../model/watch.ts';

/** What the monitor saw of one tenant on trial. */
export interface Seen {
  readonly verdict: WatchVerdict;
  readonly measures: readonly WatchedMeasure[];
}

export interface StageVerdict {
  readonly verdict: 'wait' | 'passed' | 'breached' | 'held';
  readonly reasons: readonly string[];
}

/**
 * Whether a stage is through. A breach of any measure takes the candidate back at once. To pass, its time must be over and
 * every measure the terms require must be known, and kept, for every tenant on trial; what is not known is neither an alarm
 * nor a pass, and when patience ends the candidate is held.
 * @param minutes since the stage began
 */
export function stageVerdict(
  stage: Stage,
  minutes: number,
  seen: ReadonlyMap<string, Seen>,
  terms: PromotionTerms,
): StageVerdict {
  const all = [...seen].flatMap(([tenant, { measures }]) => measures.map((measure) => ({ tenant, measure })));
  const breached = all.filter(({ measure }) => measure.verdict === 'breached');
  if (breached.length > 0) return { verdict: 'breached', reasons: breached.map(said) };
  const needed = all.filter(({ measure }) => terms.requires.includes(measure.measure));
  const open = [
    ...needed.filter(({ measure }) => measure.verdict !== 'kept').map(said),
    ...[...seen].flatMap(([tenant, { measures }]) => unwatched(tenant, measures, terms)),
  ];
  if (minutes < terms.minutes[stage]) return { verdict: 'wait', reasons: [`${stage} lasts longer`] };
  if (seen.size > 0 && open.length === 0) return { verdict: 'passed', reasons: needed.map(said) };
  const reasons = seen.size === 0 ? ['no tenant to watch'] : open;
  return { verdict: minutes >= terms.patienceMinutes ? 'held' : 'wait', reasons };
}

/** A candidate that changes no policy puts nobody on trial: its stage is through when its time is over. */
export function untried(stage: Stage, minutes: number, terms: PromotionTerms): StageVerdict {
  return minutes < terms.minutes[stage]
    ? { verdict: 'wait', reasons: [`${stage} lasts longer`] }
    : { verdict: 'passed', reasons: ['no policy changes, so nobody is on trial'] };
}

function unwatched(
  tenant: string,
  measures: readonly WatchedMeasure[],
  { requires }: PromotionTerms,
): readonly string[] {
  return requires
    .filter((name) => !measures.some(({ measure }) => measure === name))
    .map((name) => `${tenant}: ${name} was not watched`);
}

function said({ tenant, measure }: { readonly tenant: string; readonly measure: WatchedMeasure }): string {
  const { measure: name, verdict, value, threshold, observations, minimum } = measure;
  const found = value === null ? 'nothing' : String(Math.round(value * 1e4) / 1e4);
  return `${tenant}: ${name} ${verdict}, ${found} seen in ${observations} (at least ${minimum}), at most ${threshold}`;
}
