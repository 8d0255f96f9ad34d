import type { Forecasts } from '../model/forecasts.ts';
import type { Digest } from '../model/ids.ts';
import type { LearningReport } from '../model/learning.ts';
import { calibrationFigures, forecastOf } from './calibration-figures.ts';
import { type Checked, driftOf } from './drift.ts';
import { durationRatios } from './duration-model.ts';
import { effectsAndChances, effectsOf, SAME } from './effects-and-chances.ts';
import type { KindEstimate } from './estimate.ts';
import { settleOutcomes, type ToldOutcome } from './outcome-history.ts';
import { inOrder, PlanBook } from './plan-book.ts';
import { type ResolvedForecast, resolveForecasts } from './resolve-forecasts.ts';
import { type DueMeeting, resolveMeetings } from './resolve-meetings.ts';
import { share, showEstimates } from './show-estimates.ts';

export interface LearnInput {
  readonly told: readonly ToldOutcome[];
  /** Corrections in force: only forecasts made since they are count. */
  readonly learned: Digest;
  readonly now: string;
  /** Detectors and recent measures take in what became known from here on; null: from the beginning. */
  readonly since: string | null;
  /** Resolved forecasts without which calibration is not stated. */
  readonly minimum: number;
}

const EXAMPLES = 20;
const RECENT = 28 * 86_400_000;
/** More forecasts than this, relative to the resolved ones, lost from sight: those that remain say too little about all. */
const MOST_LOST_FROM_SIGHT = 0.1;

/** Everything outcomes say about forecasts. Deterministic; the order of plans and outcomes does not matter. */
export function learn({ plans, ...input }: LearnInput & { readonly plans: readonly Forecasts[] }): LearningReport {
  const learning = new Learning(input);
  for (const plan of inOrder(plans)) learning.add(plan);
  return learning.report();
}

/** The same for plans that come one after another, so that never more than one of them is in memory. */
export class Learning {
  readonly #input: LearnInput;
  readonly #history: ReturnType<typeof settleOutcomes>;
  #book: PlanBook;

  constructor(input: LearnInput) {
    this.#input = input;
    this.#history = settleOutcomes(input.told);
    this.#book = this.#newBook();
  }

  /** The next plan of the tenant, in order of `asOf`. One of other corrections says nothing, nor does what came before. */
  add(plan: Forecasts): void {
    if (plan.learned === this.#input.learned) this.#book.add(plan);
    else this.#book = this.#newBook();
  }

  /** Once, after the last plan. */
  report(): LearningReport {
    this.#book.close();
    return reportOf(this.#book, this.#history, this.#input);
  }

  #newBook(): PlanBook {
    return new PlanBook(this.#history.standing, Date.parse(this.#input.now));
  }
}

function reportOf(
  book: PlanBook,
  { standing, contradictions }: ReturnType<typeof settleOutcomes>,
  { learned, now, since, minimum }: LearnInput,
): LearningReport {
  const time = Date.parse(now);
  const from = since === null ? -Infinity : Date.parse(since);
  const { meetings, unmatched } = resolveMeetings(book, standing);
  const { resolved, open, lostFromSight } = resolveForecasts(book, standing, meetings, time);
  const seen = meetings.filter(({ state }) => state === 'held' || state === 'no-show');
  const recent = seen.filter(({ at }) => at >= Math.max(from, time - RECENT));
  const enough = resolved.length >= minimum && lostFromSight <= MOST_LOST_FROM_SIGHT * resolved.length;
  const { effects, recalibration } = enough
    ? effectsAndChances(resolved)
    : { effects: effectsOf(resolved, SAME), recalibration: null };
  return {
    contract: 'learning/1',
    learned,
    asOf: now,
    plans: book.plans,
    outcomes: {
      told: standing.length + contradictions.length,
      unmatched,
      contradictions: contradictions.length,
      examples: contradictions.slice(0, EXAMPLES),
    },
    forecasts: { resolved: resolved.length, open, lostFromSight },
    calibration: enough ? calibrationFigures(forecastOf(resolved, ({ expected }) => expected)) : null,
    recalibration,
    shows: showEstimates(seen),
    durations: durationRatios(
      seen.flatMap(({ kind, took, minutes }) =>
        took !== null && took > 0 ? [{ kind, minutes: took, planned: minutes }] : [],
      ),
    ).map(estimate),
    responsiveness: effects.map(estimate),
    drift: { losses: driftOf(lossChecks(resolved, from)), noShows: driftOf(showChecks(seen, from)) },
    recentNoShows: {
      meetings: recent.length,
      observed: share(recent, ({ state }) => (state === 'no-show' ? 1 : 0)),
      forecast: share(recent, ({ show }) => 1 - show),
    },
  };
}

function lossChecks(resolved: readonly ResolvedForecast[], from: number): Checked[] {
  return resolved
    .filter(({ known }) => Date.parse(known) >= from)
    .map(({ known, expected, lost }) => ({ at: known, forecast: expected, happened: lost }));
}

function showChecks(seen: readonly DueMeeting[], from: number): Checked[] {
  return seen
    .filter(({ at }) => at >= from)
    .toSorted((a, b) => a.at - b.at || (a.engagement < b.engagement ? -1 : 1))
    .map(({ start, show, state }) => ({ at: start, forecast: 1 - show, happened: state === 'no-show' ? 1 : 0 }));
}

function estimate({ kind, count, value, low, high }: KindEstimate) {
  return { kind, count, value, low, high };
}
