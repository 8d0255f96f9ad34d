import type { Reason } from '../model/plan.ts';
import { count, duration, grouped, money, percent } from './amount.ts';
import { shortDate, utcTime, zonedTime } from './local-time.ts';

/** What a reason is told with, besides its own numbers. */
export interface Telling {
  readonly currency: string;
  /** Zone of a rep; absent: times are in UTC. */
  readonly zoneOf?: (rep: string) => string | undefined;
  /** Zone that the reader knows from around, which is not named again. */
  readonly zone?: string;
  /** What the meeting takes from the expected loss, minor units; absent: not known. */
  readonly onAverage?: number;
  /** Whether a bad case counts for more than an average one in what the plan protects. */
  readonly weighed?: boolean;
  /** What a left-out engagement would have to be worth more; absent: no worth would place it. */
  readonly short?: number;
}

/** A reason as a short clause: its own words where the code is known, code and numbers as they stand where not. */
export function reasonText(reason: Reason, telling: Telling): string {
  const known = KNOWN[reason.code];
  if (known) return known(reason, telling);
  const { currency } = telling;
  const numbers = Object.entries(reason.numbers).map(
    ([name, value]) => `${words(name)} ${numberText(name, value, currency)}`,
  );
  const refs = Object.entries(reason.refs).map(([name, value]) => `${words(name)} ${value}`);
  const details = [...refs, ...numbers].join(', ');
  return details === '' ? words(reason.code) : `${words(reason.code)}: ${details}`;
}

type Sentence = (reason: Reason, telling: Telling) => string;
/** Codes of core/schedule/explain-scheduled.ts and explain-unscheduled.ts. What a meeting protects stands beside them. */
const KNOWN: Readonly<Record<string, Sentence>> = {
  protects: ({ numbers }, telling) =>
    `${percent(numbers['probability'] ?? 0)} chance of losing ${money(numbers['stake'] ?? 0, telling.currency)}; ${held(numbers['touchDay'] ?? 0)} it averts ${percent(numbers['averts'] ?? 0)} of what is still to come${gain(numbers['value'], telling)}`,
  'runner-up': ({ numbers, refs }, { currency, zoneOf, zone }) => {
    const by = numbers['by'] ?? 0;
    const { rep, start } = refs;
    const there = rep === undefined ? undefined : zoneOf?.(rep);
    const when = (at: string) => (there === undefined ? utcTime(at) : zonedTime(at, there, zone));
    const next = `${rep ?? 'another rep'}${start === undefined ? '' : `, ${when(start)}`}`;
    return by > 0 ? `next best: ${next}, worth ${money(by, currency)} less` : `as good: ${next}`;
  },
  'only-place': () => 'the only day and rep that fit',
  pinned: () => 'agreed before, kept as it is',
  mandatory: () => 'mandatory',
  'passed-over': ({ numbers }) =>
    `passed over in ${count(numbers['runs'] ?? 0, 'run')} before, so it goes ahead of others`,
  coverage: ({ numbers }, { currency }) =>
    (numbers['bonus'] ?? 0) > 0
      ? `counts for ${money(numbers['bonus'] ?? 0, currency)} more, so that its group reaches the coverage floor`
      : `counts for ${money(-(numbers['bonus'] ?? 0), currency)} less, since its group is covered best`,
  'kept-place': () => 'keeps its published place',
  objection: () => 'the customer objected',
  consent: () => 'no consent for the channel',
  silence: () => 'the customer refused lately',
  precedence: ({ refs }) => `waits for ${refs['waitsFor'] ?? 'another engagement'}`,
  budget: ({ numbers }) => `the run plans at most ${grouped(numbers['contacts'] ?? 0)} new meetings`,
  outbid: ({ numbers, refs }, { currency, short }) => {
    const { rep, day } = refs;
    const best = rep === undefined ? '' : `, best with ${rep}${day === undefined ? '' : ` on ${shortDate(day)}`}`;
    const worth = numbers['value'] ?? 0;
    const why =
      short === undefined
        ? 'what stands in its way there cannot leave'
        : `what would have to leave for it is worth more, and it gains a place from ${money(worth + short, currency)} on`;
    return `worth ${money(worth, currency)}${coverageText(numbers['coverageBonus'] ?? 0, currency)}${best}; ${why}`;
  },
  'not-worthwhile': ({ numbers }, { currency }) =>
    `worth ${money(numbers['value'] ?? 0, currency)} after its contact cost`,
  'no-skill': ({ refs }) => `needs ${refs['wanted'] ?? 'a skill nobody has'}`,
  'no-language': ({ refs }) => `needs ${refs['wanted'] ?? 'a language nobody speaks'}`,
  'no-role': ({ refs }) => `needs ${refs['wanted'] ?? 'a role nobody has'}`,
  'no-team': ({ refs }) => `needs ${refs['wanted'] ?? 'a team nobody is in'}`,
  'no-window': ({ numbers }) => `no ${duration(numbers['minutes'] ?? 0)} in which customer, rules and a rep are free`,
  'too-long': ({ numbers }) => `${duration(numbers['minutes'] ?? 0)} are more than a working day allows`,
  'contact-cap': () => 'one more contact would break a contact cap',
  'minimum-gap': () => 'too close to another contact',
};

/** The two figures a reader can hold against each other: what is saved on average, and what the plan counts it for. */
function gain(value: number | undefined, { currency, onAverage, weighed }: Telling): string {
  if (onAverage === undefined) return '';
  const counted =
    value === undefined
      ? ''
      : `, after costs${weighed === true ? ' and weighed for the bad case' : ''} ${money(value, currency)}`;
  return `: ${money(onAverage, currency)} on average${counted}`;
}

/** Days are counted from the portfolio's asOf. */
function held(touchDay: number): string {
  return touchDay === 0 ? 'held the same day' : `held after ${count(touchDay, 'day')}`;
}

function coverageText(bonus: number, currency: string): string {
  if (bonus === 0) return '';
  return `, counted ${money(Math.abs(bonus), currency)} ${bonus > 0 ? 'more' : 'less'} for the coverage floor`;
}

/** The codes that have words of their own. */
export const WORDED_CODES: ReadonlySet<string> = new Set(Object.keys(KNOWN));

function words(code: string): string {
  return code
    .replaceAll(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

const MONEY =
  /^(value|by|cost|gain|price|perHour|stake|bid|worth|margin|surplus|disruption)$|(Value|Cost|Price|Gain|Worth)$/;
const CHANCE = /^(before|after|effect|show|probability|chance|loss|affinity|averts|share)$|(Probability|Chance|Share)$/;

/** A number of a reason whose code has no words of its own, in the unit its name tells. */
function numberText(name: string, value: number, currency: string): string {
  if (MONEY.test(name)) return money(value, currency);
  if (CHANCE.test(name) && value >= 0 && value <= 1) return percent(value);
  if (/minutes$/i.test(name)) return duration(value);
  return Number.isInteger(value) ? grouped(value) : String(Number(value.toPrecision(4)));
}
