import { randomStream } from '../numeric/random-stream.ts';
import { pick } from './draw.ts';
import { BY_TEXT, type ExampleAccount } from './example-account.ts';

const KINDS = [
  { kind: 'save-call', channel: 'phone', minutes: 30, effect: 0.3 },
  { kind: 'renewal-call', channel: 'phone', minutes: 45, effect: 0.35 },
  { kind: 'business-review', channel: 'video', minutes: 60, effect: 0.45 },
  { kind: 'onboarding', channel: 'video', minutes: 60, effect: 0.4 },
  { kind: 'demo', channel: 'video', minutes: 45, effect: 0.25 },
] as const;

/**
 * The conversations of an account: one, and for one account in four a follow-up behind it. Some ask for what few or none
 * can give (a security review, Japanese, a visit), so that every cause of staying unscheduled occurs.
 */
export function exampleEngagements(seed: number, account: ExampleAccount, index: number) {
  const random = randomStream(seed, `engagements/${account.id}`);
  const number = String(index + 1).padStart(3, '0');
  const enterprise = account.groups.tier === 'enterprise';
  const german = account.groups.region === 'dach' && random.uniform() < 0.6;
  const { effect, ...kind } = pick(random, KINDS);
  const base = {
    id: `E-${number}`,
    account: account.id,
    ...kind,
    ...rare(account, index),
    effect: Math.round(100 * effect * (0.7 + 0.6 * random.uniform())) / 100,
    show: Math.round(100 * (0.75 + 0.2 * random.uniform())) / 100,
    earliest: pick(random, ['2026-11-23', '2026-11-23', '2026-11-23', '2026-11-24']),
    due:
      index % 67 === 9 || index % 90 === 60
        ? '2026-11-24'
        : pick(random, ['2026-11-27', '2026-11-27', '2026-12-04', '2026-11-25']),
    skills: [...(enterprise ? ['enterprise'] : []), ...(index % 101 === 50 ? ['security-review'] : [])],
    languages: index % 103 === 60 ? ['ja'] : german ? ['de'] : ['en', 'de'],
    ...(enterprise && index % 2 === 0 ? { roles: ['senior'] } : {}),
    ...(account.groups.region === 'apac' ? { teams: ['Sydney'] } : {}),
    ...(index % 31 === 9 || index === 266 ? { mandatory: true } : {}),
    ...(index % 23 === 4 ? { requested: true } : {}),
  };
  if (index % 4 !== 1) return [base];
  const followUp = {
    id: `E-${number}b`,
    account: account.id,
    kind: 'follow-up',
    channel: 'phone',
    minutes: 30,
    effect: 0.2,
    show: 0.9,
    earliest: '2026-11-24',
    due: '2026-11-27',
    languages: base.languages,
    after: [base.id],
  };
  return [base, followUp];
}

function rare(account: ExampleAccount, index: number) {
  if (account.timeZone === 'Europe/Berlin' && index % 17 === 2)
    return { kind: 'site-visit', channel: 'in-person', minutes: 120 };
  // A time agreed in writing, held by the rep with the customer in copy.
  if (index % 59 === 12) return { kind: 'written review', channel: 'email', minutes: 20 };
  // The same by text messages, for customers who are on their feet all day.
  if (index % 59 === BY_TEXT) return { kind: 'text exchange', channel: 'sms', minutes: 15 };
  return {};
}
