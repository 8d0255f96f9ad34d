import type { AccountForecast, Forecasts, MeetingForecast } from '../../core/model/forecasts.ts';
import { AccountId, Digest, EngagementId, RunId } from '../../core/model/ids.ts';
import type { Outcome } from '../../core/model/outcome.ts';
import { logistic } from '../../core/numeric/logistic.ts';
import { type RandomStream, randomStream } from '../../core/numeric/random-stream.ts';
import type { ToldOutcome } from '../../core/risk/outcome-history.ts';

export const KINDS = ['business-review', 'demo', 'follow-up', 'onboarding', 'save-call'] as const;
export const LEARNED = Digest.parse(`sha256:${'a'.repeat(64)}`);
export const START = Date.parse('2026-01-05T06:00:00Z');
export const DAY = 86_400_000;
/** Days within which a forecast comes true, and until somebody looks. */
const TERM = 60;
export const NOW = new Date(START + (TERM + 2) * DAY).toISOString();

export interface Truth {
  readonly show: number;
  readonly effect: number;
  readonly minutes: number;
}

export interface LearningWorld {
  readonly plans: readonly Forecasts[];
  readonly told: readonly ToldOutcome[];
  /** True chance to show up, share of the claimed effect that is real, minutes over planned. By kind. */
  readonly truth: ReadonlyMap<string, Truth>;
}

export interface WorldOptions {
  readonly accounts: number;
  /** True log-odds of loss are intercept + slope · those of the forecast. */
  readonly loss?: { readonly intercept: number; readonly slope: number };
  readonly truth?: Truth;
  readonly reserved?: number;
}

const CLAIMED = { show: 0.85, averts: 0.5, minutes: 40 };

/**
 * Accounts with a forecast each, one conversation open with most of them, and what became of them: who came, how long it took,
 * who was lost and when. The planner prefers accounts that are in hidden trouble, which only a lot can tell from an effect.
 */
export function learningWorld(
  seed: number,
  { accounts, loss, truth: fixed, reserved = 0.25 }: WorldOptions,
): LearningWorld {
  const kinds = randomStream(seed, 'kinds');
  const truth = new Map(
    KINDS.map((kind) => [
      kind,
      fixed ?? {
        show: 0.55 + 0.4 * kinds.uniform(),
        effect: 0.4 + 0.9 * kinds.uniform(),
        minutes: Math.exp(0.25 * normal(kinds)),
      },
    ]),
  );
  const forecasts: AccountForecast[] = [];
  const meetings: MeetingForecast[] = [];
  const outcomes: Outcome[] = [];
  const survivors: AccountForecast[] = [];
  for (let i = 0; i < accounts; i++) {
    const random = randomStream(seed, `account/${i}`);
    const kind = KINDS[i % KINDS.length]!;
    const { show, effect, minutes } = truth.get(kind)!;
    const forecastOdds = -0.6 + 1.1 * normal(random);
    const trouble = 0.5 * normal(random);
    const account = AccountId.parse(`A-${i}`);
    const arm = random.uniform() < reserved ? 'reserved' : 'open';
    const forecast: AccountForecast = {
      ...{ account, arm, kind, source: 'crm', shape: 1, withinDays: TERM },
      probability: logistic(forecastOdds),
    };
    forecasts.push(forecast);
    const { intercept, slope } = loss ?? { intercept: 0, slope: 1 };
    // Hidden trouble is spread so that the mean chance at each forecast stays about what the map says.
    const chance = logistic((intercept + slope * forecastOdds) * Math.sqrt(1 + 0.25 * 0.346) + trouble);
    // Constant hazard: F(t) = 1 − (1 − p)^(t / T).
    const lostOn = (TERM * Math.log(1 - random.uniform())) / Math.log(1 - chance);
    const start = START + Math.round((1 + 9 * random.uniform()) * 24 * 60) * 60_000;
    const engagement = EngagementId.parse(`E-${i}`);
    const met = arm === 'open' && random.uniform() < logistic(1.2 + trouble);
    let averted = false;
    if (met) {
      meetings.push({ engagement, account, kind, start: instant(start), ...CLAIMED });
      const comes = random.uniform() < show;
      const works = random.uniform() < effect * CLAIMED.averts;
      if (START + lostOn * DAY > start) {
        const took = Math.max(1, Math.round(CLAIMED.minutes * minutes * Math.exp(0.3 * normal(random))));
        const at = instant(start);
        outcomes.push({
          contract: 'outcome/1',
          kind: comes ? 'held' : 'no-show',
          engagement,
          at,
          ...(comes ? { minutes: took } : {}),
        });
        averted = comes && works;
      }
    }
    if (lostOn < TERM && !averted)
      outcomes.push({ contract: 'outcome/1', kind: 'lost', account, at: instant(START + lostOn * DAY) });
    else survivors.push(forecast);
  }
  const told = outcomes.map((outcome, i) => ({ id: `o-${i}`, outcome, receivedAt: outcome.at }));
  return { plans: [plan(START, forecasts, meetings), plan(START + (TERM + 1) * DAY, survivors, [])], told, truth };
}

export function plan(
  from: number,
  accounts: AccountForecast[],
  meetings: MeetingForecast[],
  learned = LEARNED,
): Forecasts {
  const run = RunId.parse(`run-${from.toString(16).padStart(32, '0')}`);
  return { contract: 'forecasts/1', run, plan: LEARNED, asOf: instant(from), learned, accounts, meetings };
}

export function instant(at: number): string {
  return new Date(at).toISOString();
}

/** Box and Muller's. */
function normal(random: RandomStream): number {
  return Math.sqrt(-2 * Math.log(1 - random.uniform())) * Math.cos(2 * Math.PI * random.uniform());
}
