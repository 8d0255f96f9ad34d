import { type RandomStream, randomStream } from '../numeric/random-stream.ts';
import { type ExampleAccount, exampleAccount } from './example-account.ts';
import { exampleEngagements } from './example-engagements.ts';
import { makeTeam } from './team.ts';

/** How large the example is; the checked-in one uses the defaults. */
export interface ExampleSize {
  readonly accounts: number;
  readonly reps: number;
}

/**
 * A portfolio/1 body that shows every feature of the contract: a team in three time zones that speaks two languages,
 * renewals, expansions and deals, some with a forecast of the CRM and some with features for the scorecard model,
 * meetings agreed before, and more work than the week holds. Made from a seed alone, so the same seed gives the same
 * bytes; no person or company in it exists.
 */
export function examplePortfolio(seed: number, scorecard: unknown, size: ExampleSize = { accounts: 300, reps: 12 }) {
  const team = exampleTeam(seed, size.reps);
  const accounts = Array.from({ length: size.accounts }, (_, index) => exampleAccount(seed, index, team));
  return {
    contract: 'portfolio/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon: { start: '2026-11-23', days: 5, slotMinutes: 15 },
    equityGroups: ['tier', 'region'],
    accounts,
    engagements: pinned(
      accounts.flatMap((account, index) => exampleEngagements(seed, account, index)),
      accounts,
      team,
    ),
    reps: team,
    ledger: accounts.flatMap((account, index) => ledger(seed, account.id, index)),
    scorecard: { model: scorecard, withinDays: 90, shape: 1.2 },
  };
}

const WEEKDAYS = ['mo', 'tu', 'we', 'th', 'fr'];
const PLACES = [
  { team: 'Berlin', timeZone: 'Europe/Berlin', languages: ['de', 'en'], share: 5 },
  { team: 'Boston', timeZone: 'America/New_York', languages: ['en'], share: 5 },
  { team: 'Sydney', timeZone: 'Australia/Sydney', languages: ['en'], share: 2 },
];

type ExampleRep = ReturnType<typeof exampleTeam>[number];

function exampleTeam(seed: number, reps: number) {
  const hours = [{ days: WEEKDAYS, from: '09:00', to: '17:30' }];
  const team = makeTeam({ reps, places: PLACES, hours, maxMinutesPerDay: 225, maxEngagementsPerDay: 6 });
  return team.map((rep, index) => {
    const random = randomStream(seed, `rep/${index}`);
    return {
      ...rep,
      role: index < 6 ? 'senior' : 'associate',
      hours: index % 6 === 4 ? [{ days: WEEKDAYS, from: '08:00', to: '14:00' }] : hours,
      busy: [busy(random, rep.timeZone, 24), busy(random, rep.timeZone, 26)],
      ...(index === 5 ? { leave: [{ from: '2026-11-26', to: '2026-11-30' }] } : {}),
      skills: index < 6 || index % 2 === 0 ? ['enterprise'] : [],
      history: { availableMinutes: index === 5 ? 4_800 : 9_600, heldMinutes: random.integer(3_000, 4_500) },
    };
  });
}

/** Within an hour of noon at the customer's place, in the working hours of the team's own, and nobody is busy then. */
const AGREED = { Berlin: '2026-11-25T10:00:00Z', Boston: '2026-11-25T16:00:00Z', Sydney: '2026-11-25T00:00:00Z' };

/** A meeting agreed before for every second rep: with an account the rep owns, on Wednesday late in the morning. */
function pinned(
  engagements: ReturnType<typeof exampleEngagements>,
  accounts: readonly ExampleAccount[],
  team: readonly ExampleRep[],
) {
  const byId = new Map(accounts.map((account) => [account.id, account]));
  const agreed = new Map<string, { rep: string; start: string }>();
  for (const [index, rep] of team.entries()) {
    if (index % 2 === 0) continue;
    const engagement = engagements.find(({ account: id, channel, minutes, languages }) => {
      const account = byId.get(id);
      return (
        account?.owner === rep.id &&
        !('objected' in account.contact) &&
        account.groups.tier === 'mid' &&
        channel === 'video' &&
        minutes <= 60 &&
        languages.some((language) => rep.languages.includes(language))
      );
    });
    const start = new Map(Object.entries(AGREED)).get(rep.team);
    if (engagement !== undefined && start !== undefined) agreed.set(engagement.id, { rep: rep.id, start });
  }
  return engagements.map((engagement) => {
    const pin = agreed.get(engagement.id);
    return pin === undefined ? engagement : { ...engagement, pinned: pin };
  });
}

/** Most of an hour of internal meeting in the morning of that November day, in UTC. */
function busy(random: RandomStream, timeZone: string, day: number) {
  const morning = { 'Europe/Berlin': 9, 'America/New_York': 15, 'Australia/Sydney': 23 }[timeZone] ?? 9;
  const hour = Math.min(22, morning + random.integer(0, 2));
  const at = (minutes: string) => `2026-11-${day}T${String(hour).padStart(2, '0')}:${minutes}:00Z`;
  return { from: at('00'), to: at('50') };
}

/** Past touches: an old mail for a third, for some a recent call, for a few so many that their caps are used up. */
function ledger(seed: number, account: string, index: number) {
  const random = randomStream(seed, `ledger/${account}`);
  const touch = (day: number, channel: string) => ({
    account,
    at: `2026-11-${String(day).padStart(2, '0')}T${channel === 'phone' ? '13:05' : '10:00'}:00Z`,
    channel,
  });
  if (index % 47 === 19) return [touch(21, 'sms'), touch(22, 'video')];
  if (index % 90 === 60) return [{ account, at: '2026-11-23T05:30:00Z', channel: 'email' }];
  if (index % 3 !== 0) return [];
  const first = touch(random.integer(1, 15), index % 2 === 0 ? 'email' : 'in-person');
  return index % 5 === 0 ? [first, touch(index % 2 === 0 ? 22 : 18, 'phone')] : [first];
}
