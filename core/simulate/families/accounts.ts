import { randomStream } from '../../numeric/random-stream.ts';
import { ALIKE, type BlockPlan } from './family.ts';
import { type MadeRep, teamsOf, zoneOfTeam } from './reps.ts';

export interface MadeAccount {
  readonly id: string;
  readonly stake: number;
  readonly loss: { readonly probability: number; readonly withinDays: number; readonly shape: number };
  readonly groups: Readonly<Record<string, string>>;
  readonly owner?: string;
  readonly timeZone: string;
  readonly jurisdiction: string;
  readonly contact: { readonly objected: boolean; readonly consumer: boolean };
  readonly hours: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
  readonly home: number;
  /** How many engagements it gets. */
  readonly wanted: number;
}

const JURISDICTION: Readonly<Record<string, string>> = {
  'Europe/Berlin': 'DE',
  'America/New_York': 'US-NY',
  'Europe/London': 'GB',
  'America/Chicago': 'US-IL',
};
const WEEK = ['mo', 'tu', 'we', 'th', 'fr'];
const HOURS = [
  { days: WEEK, from: '09:00', to: '17:00' },
  { days: WEEK, from: '08:00', to: '18:00' },
  { days: WEEK, from: '10:00', to: '16:00' },
  { days: WEEK, from: '09:00', to: '12:30' },
] as const;

/** Stakes lognormal over two orders of magnitude, chances from a few to sixty per cent, mostly low. */
export function makeAccounts(
  { family, seed, block, size }: BlockPlan,
  reps: readonly MadeRep[],
): readonly MadeAccount[] {
  const random = randomStream(seed, `${family.name}/accounts/${block}`);
  const accounts: MadeAccount[] = [];
  const teams = teamsOf(reps);
  for (let left = size; left > 0; ) {
    const all = family.rules === 'all';
    const draw = random.uniform();
    const wanted = Math.min(left, draw < family.several / 4 ? 3 : draw < family.several ? 2 : 1);
    left -= wanted;
    const owner = reps[random.integer(0, reps.length - 1)]!;
    const near = random.uniform() < 0.9 ? Math.floor(reps.indexOf(owner) / 10) : random.integer(0, teams - 1);
    const alike = ALIKE[family.rules];
    const home = alike === undefined ? near : 0;
    const timeZone = zoneOfTeam(home);
    const stake = Math.round(Math.exp(13.1 + 1.1 * normal(random.uniform(), random.uniform())));
    accounts.push({
      id: `A-${block}-${String(accounts.length).padStart(7, '0')}`,
      stake,
      loss: {
        probability: 0.02 + 0.6 * random.uniform() ** 2,
        withinDays: (alike === undefined ? 30 : 5) * random.integer(1, 6),
        shape: 1 + random.integer(0, 4) / 4,
      },
      groups: { tier: stake < 400_000 ? 'smb' : 'enterprise' },
      // Where reps are alike, none of them is anybody's.
      ...(alike === undefined ? { owner: owner.id } : {}),
      timeZone,
      jurisdiction: JURISDICTION[timeZone] ?? 'DE',
      contact: { objected: all && random.uniform() < 0.01, consumer: false },
      hours: [HOURS[Math.min(3, Math.floor(random.uniform() * 5))]!],
      home,
      wanted,
    });
  }
  return accounts;
}

/** Box and Muller; |z| is cut at 3 so that no single account is everything. */
function normal(u: number, v: number): number {
  return Math.max(-3, Math.min(3, Math.sqrt(-2 * Math.log(1 - u)) * Math.cos(2 * Math.PI * v)));
}
