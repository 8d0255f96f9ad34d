import { Condition, type SeedRun } from '../../model/simulation.ts';
import { overallVerdict, type SuiteCheck, type SuiteEffect, type SuiteVerdict } from '../../model/suite.ts';
import { quantile } from '../../numeric/quantile.ts';
import { confidenceSequence } from './confidence-sequence.ts';
import { type HarmMeasure, LONG_TERM, MEASURES } from './measures.ts';

/** Both policies in the same world. */
export interface Pair {
  readonly candidate: SeedRun;
  readonly stable: SeedRun;
}

/** Fewer worlds decide nothing, whatever they say. */
export const LEAST_PAIRS = 8;
/** Chance of any wrong decision on any measure, over all looks. */
const ALPHA = 0.05;

/**
 * Judges the candidate by all pairs so far; may be asked after every pair. Conditions are invariants: one breach fails.
 * Measures are judged by time-uniform intervals, α shared among them (Bonferroni): within the tolerance for sure is a
 * pass, beyond it for sure a failure, else more evidence is needed. The same intervals say what is better and what is worse
 * for sure, which a pass alone does not. Pairs are taken in the order of their seeds.
 */
export function judgePairs(pairs: readonly Pair[]): readonly SuiteCheck[] {
  const inOrder = pairs.toSorted((a, b) => a.candidate.seed - b.candidate.seed);
  const threshold = tailThreshold(inOrder);
  const measures = MEASURES.map((measure) => judgeMeasure(measure, inOrder, threshold));
  return [...conditionChecks(inOrder, measures), ...measures];
}

/** Whether nothing more can be learned that would change the verdict. */
export function decided(checks: readonly SuiteCheck[]): boolean {
  return checks.some(({ verdict }) => verdict === 'fail') || checks.every(({ verdict }) => verdict === 'pass');
}

function judgeMeasure(measure: HarmMeasure, pairs: readonly Pair[], threshold: number): SuiteCheck {
  const { name, title, tolerance } = measure;
  const differences = pairs.map(({ candidate, stable }) => measure.difference(candidate, stable, threshold));
  const { mean, low, high } = confidenceSequence(differences, ALPHA / MEASURES.length, tolerance / 2);
  const enough = pairs.length >= LEAST_PAIRS;
  const verdict: SuiteVerdict =
    enough && high <= tolerance ? 'pass' : enough && low > tolerance ? 'fail' : 'not-enough-evidence';
  const bounded = Number.isFinite(low);
  const interval = bounded ? `between ${than(low)} and ${than(high)}` : 'not known yet';
  const effect: SuiteEffect = enough && high < 0 ? 'better' : enough && low > 0 ? 'worse' : 'open';
  return {
    name,
    verdict,
    effect,
    text: `${title}: ${mean === 0 ? 'as' : `${than(mean)} than`} with stable, ${interval}, in ${pairs.length} worlds; at most ${than(tolerance)}`,
    numbers: { mean, tolerance, ...(bounded ? { low, high } : {}) },
  };
}

function conditionChecks(pairs: readonly Pair[], measures: readonly SuiteCheck[]): SuiteCheck[] {
  const years = pairs.reduce((sum, { candidate }) => sum + candidate.days, 0) / 364;
  const later = measures.filter(({ name }) => LONG_TERM.includes(name));
  return Condition.options.map((name): SuiteCheck => {
    if (name === 'long-term') {
      const worse = later.filter(({ verdict }) => verdict === 'fail').map((each) => each.name);
      const open = later.filter(({ verdict }) => verdict === 'not-enough-evidence').map((each) => each.name);
      const verdict = overallVerdict(later);
      const text =
        worse.length > 0
          ? `gains today what it burns: ${worse.join(', ')}`
          : open.length > 0
            ? `not known yet: ${open.join(', ')}`
            : 'no gain is paid for later';
      return { name, verdict, text, numbers: {} };
    }
    const breaches = pairs.reduce((sum, { candidate }) => sum + candidate.breaches[name], 0);
    const first = pairs.flatMap(({ candidate }) =>
      candidate.examples
        .filter(({ condition }) => condition === name)
        .map(({ day, subject, text }) => `world ${candidate.seed}, day ${day}, ${subject}: ${text}`),
    )[0];
    const verdict = breaches > 0 ? 'fail' : pairs.length < LEAST_PAIRS ? 'not-enough-evidence' : 'pass';
    const text = breaches > 0 ? `broken ${breaches} times; ${first ?? 'no example kept'}` : 'kept every day';
    return { name, verdict, text, numbers: { breaches, years } };
  });
}

function tailThreshold(pairs: readonly Pair[]): number {
  const losses = pairs.flatMap(({ stable }) => stable.quarters.map(({ lost }) => lost)).sort((a, b) => a - b);
  return losses.length === 0 ? 0 : quantile(losses, 0.95);
}

/** Of every measure less is better. */
function than(difference: number): string {
  return difference < 0 ? `${shown(-difference)} less` : `${shown(difference)} more`;
}

function shown(value: number): string {
  return String(Math.round(value * 10_000) / 10_000);
}
