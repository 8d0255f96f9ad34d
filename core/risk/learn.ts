import type { Forecasts } from '../model/forecasts.ts';
import type { Digest } from '../model/ids.ts';
import type { CalibrationFigures, LearningReport } from '../model/learning.ts';
import { brierScore, expectedCalibrationError, type Forecast, reliabilityCurve } from './calibration.ts';
import { type Checked, driftOf } from './drift.ts';
import { durationRatios } from './duration-model.ts';
import type { KindEstimate } from './estimate.ts';
import { isHeldOut } from './holdout.ts';
import { lossProbability } from './loss-process.ts';
import { settleOutcomes, type ToldOutcome } from './outcome-history.ts';
import { fitRecalibration, type Recalibration, recalibrated } from './recalibration.ts';
import { type ResolvedForecast, resolveForecasts } from './resolve-forecasts.ts';
import { type DueMeeting, resolveMeetings } from './resolve-meetings.ts';
import { responsiveness } from './responsiveness.ts';
import { shrunkenRates } from './shrunken-rate.ts';

export interface LearnInput {
  /** Of one tenant, in any order. */
  readonly plans: readonly Forecasts[];
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
const Z = 1.959963984540054;

/** Everything outcomes say about forecasts. Deterministic; the order of plans and outcomes does not matter. */
export function learn({ plans: given, told, learned, now, since, minimum }: LearnInput): LearningReport {
  const time = Date.parse(now);
  const from = since === null ? -Infinity : Date.parse(since);
  const plans = sinceLearned(given, learned);
  const { standing, contradictions } = settleOutcomes(told);
  const { meetings, unmatched } = resolveMeetings(plans, standing, time);
  const { resolved, open, lostFromSight } = resolveForecasts(plans, standing, meetings, time);
  const seen = meetings.filter(({ state }) => state === 'held' || state === 'no-show');
  const recent = seen.filter(({ at }) => at >= Math.max(from, time - RECENT));
  const enough = resolved.length >= minimum && lostFromSight <= MOST_LOST_FROM_SIGHT * resolved.length;
  const { effects, recalibration } = enough
    ? together(resolved)
    : { effects: effectsOf(resolved, SAME), recalibration: null };
  return {
    contract: 'learning/1',
    learned,
    asOf: now,
    plans: plans.length,
    outcomes: {
      told: standing.length + contradictions.length,
      unmatched,
      contradictions: contradictions.length,
      examples: contradictions.slice(0, EXAMPLES),
    },
    forecasts: { resolved: resolved.length, open, lostFromSight },
    calibration: enough ? figures(forecastOf(resolved, ({ expected }) => expected)) : null,
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

/** In time, and from the first plan after the last one of other corrections. */
function sinceLearned(plans: readonly Forecasts[], learned: Digest): readonly Forecasts[] {
  const ordered = plans.toSorted((a, b) => Date.parse(a.asOf) - Date.parse(b.asOf) || (a.run < b.run ? -1 : 1));
  return ordered.slice(ordered.findLastIndex((plan) => plan.learned !== learned) + 1);
}

const SAME: Recalibration = { intercept: 0, slope: 1 };
/** Chances and effects are estimated in turn; each round takes most of what is left of the other's error away. */
const ROUNDS = 3;

/**
 * A loss that was forecast too high makes what was averted look smaller than it was, and effects that are not real make the
 * forecast look too low: so each is estimated with the other corrected, where that correction is certain.
 */
function together(resolved: readonly ResolvedForecast[]) {
  let effects = effectsOf(resolved, SAME);
  let found = recalibrate(resolved, effects);
  for (let round = 1; round < ROUNDS; round++) {
    effects = effectsOf(resolved, found.brierGain.low > 0 ? found : SAME);
    found = recalibrate(resolved, effects);
  }
  return { effects, recalibration: found };
}

function effectsOf(resolved: readonly ResolvedForecast[], map: Recalibration): KindEstimate[] {
  return responsiveness(
    resolved.flatMap(({ arm, kind, touches, lost, ...process }) => {
      if (arm === null || kind === null) return [];
      const probability = recalibrated(map, process.probability);
      const drop = probability - lossProbability({ ...process, probability }, touches);
      return [{ kind, heldOut: arm === 'reserved', forecast: probability, lost, drop }];
    }),
  );
}

/** Fitted on one half of the accounts and judged on the other, both ways; what is stated is fitted on all. */
function recalibrate(
  resolved: readonly ResolvedForecast[],
  effects: readonly KindEstimate[],
): NonNullable<LearningReport['recalibration']> {
  const real = new Map(effects.filter(({ low, high }) => low > 1 || high < 1).map(({ kind, value }) => [kind, value]));
  const rows = resolved.map((row) => {
    const touches = row.touches.map((touch) => {
      const averts = Math.min(1, Math.max(0, touch.averts * (real.get(touch.kind) ?? 1)));
      return { ...touch, averts };
    });
    const left = row.probability === 0 ? 1 : lossProbability(row, touches) / row.probability;
    return { ...row, touches, left, fold: isHeldOut(row.account, 'recalibration', 0.5) };
  });
  const fits = [true, false].map((fold) => ({ fold, map: fitRecalibration(rows.filter((row) => row.fold !== fold)) }));
  const mapOf = (fold: boolean): Recalibration => fits.find((fit) => fit.fold === fold)?.map ?? SAME;
  const judged = rows.map((row) => {
    const probability = recalibrated(mapOf(row.fold), row.probability);
    return { ...row, corrected: lossProbability({ ...row, probability }, row.touches) };
  });
  const gains = judged.map(({ expected, corrected, lost }) => (expected - lost) ** 2 - (corrected - lost) ** 2);
  const value = gains.reduce((sum, gain) => sum + gain, 0) / gains.length;
  const spread = gains.reduce((sum, gain) => sum + (gain - value) ** 2, 0) / Math.max(1, gains.length - 1);
  const error = Z * Math.sqrt(spread / gains.length);
  return {
    ...fitRecalibration(rows),
    figures: figures(forecastOf(judged, ({ corrected }) => corrected)),
    brierGain: { value, low: value - error, high: value + error },
  };
}

function forecastOf<T extends { readonly lost: 0 | 1 }>(rows: readonly T[], of: (row: T) => number): Forecast {
  return { probabilities: rows.map(of), labels: rows.map(({ lost }) => lost) };
}

/** The noise is Σ share of a bin · E|N(0, its standard error)|. */
function figures(forecast: Forecast): CalibrationFigures {
  const observations = forecast.labels.length;
  const curve = reliabilityCurve(forecast).map((point) => ({ ...point }));
  const noise = curve.reduce((sum, { forecast: chance, count }) => {
    return sum + (count / observations) * Math.sqrt((2 / Math.PI) * ((chance * (1 - chance)) / count));
  }, 0);
  return { observations, brier: brierScore(forecast), error: expectedCalibrationError(forecast), noise, curve };
}

function showEstimates(seen: readonly DueMeeting[]): LearningReport['shows'] {
  const byKind = Map.groupBy(seen, ({ kind }) => kind);
  const counts = [...byKind.keys()].sort().map((kind) => {
    const meetings = byKind.get(kind) ?? [];
    return { kind, trials: meetings.length, successes: meetings.filter(({ state }) => state === 'held').length };
  });
  return shrunkenRates(counts).map((each) => ({
    ...estimate(each),
    forecast: share(byKind.get(each.kind) ?? [], ({ show }) => show),
  }));
}

function estimate({ kind, count, value, low, high }: KindEstimate) {
  return { kind, count, value, low, high };
}

function share(meetings: readonly DueMeeting[], of: (meeting: DueMeeting) => number): number {
  return meetings.length === 0 ? 0 : meetings.reduce((sum, meeting) => sum + of(meeting), 0) / meetings.length;
}
