import { type RandomStream, randomStream } from '../../numeric/random-stream.ts';
import type { MadeAccount } from './accounts.ts';
import { ALIKE, type BlockPlan } from './family.ts';
import { type MadeRep, SKILLS, teamName, teamsOf } from './reps.ts';

const MINUTES = [30, 45, 60, 75] as const;
const FIRST_DAY = 23;
const LAST_DAY = 27;

export interface MadeEngagement {
  readonly id: string;
  readonly account: string;
  readonly kind: string;
  readonly channel: string;
  readonly minutes: number;
  readonly effect: number;
  readonly show: number;
  readonly earliest: string;
  readonly due: string;
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly teams: readonly string[];
  readonly mandatory: boolean;
  readonly after: readonly string[];
}

/** The engagements of every account, and, where all rules are on, past touches of some of them. */
export function makeEngagements(plan: BlockPlan, accounts: readonly MadeAccount[], reps: readonly MadeRep[]) {
  const { family, seed, block } = plan;
  const random = randomStream(seed, `${family.name}/engagements/${block}`);
  const engagements: MadeEngagement[] = [];
  const ledger: { account: string; at: string; channel: string }[] = [];
  for (const account of accounts) {
    const ids: string[] = [];
    for (let n = 0; n < account.wanted; n++) {
      const id = `E-${block}-${String(engagements.length).padStart(7, '0')}`;
      const after = n > 0 && random.uniform() < 0.5 ? [ids[n - 1]!] : [];
      engagements.push(makeEngagement(plan, random, account, teamsOf(reps), id, after));
      ids.push(id);
    }
    if (family.rules === 'all' && random.uniform() < 0.2) {
      ledger.push({ account: account.id, at: `2026-11-${random.integer(10, 22)}T10:00:00Z`, channel: 'phone' });
    }
    if (family.rules === 'all' && random.uniform() < 0.05) {
      ledger.push({ account: account.id, at: '2026-11-20T14:00:00Z', channel: 'email' });
    }
  }
  return { engagements, ledger };
}

function makeEngagement(
  { family, block }: BlockPlan,
  random: RandomStream,
  account: MadeAccount,
  teams: number,
  id: string,
  after: readonly string[],
): MadeEngagement {
  const tight = random.uniform() < family.tight;
  const length = tight ? random.integer(0, 1) : 4;
  const first = FIRST_DAY + random.integer(0, LAST_DAY - FIRST_DAY - length);
  const needs = random.uniform();
  const neighbour = random.uniform() < 0.25 ? [teamName(block, (account.home + 1) % teams)] : [];
  const alike = ALIKE[family.rules];
  const kind = random.uniform() < 0.5 ? 'renewal-call' : 'review';
  const channel = random.uniform() < 0.6 ? 'video' : 'phone';
  const minutes = (alike?.lengths ?? MINUTES)[random.integer(0, MINUTES.length - 1)]!;
  return {
    id,
    account: account.id,
    kind,
    channel,
    minutes,
    effect: (0.1 + 0.5 * random.uniform()) * (alike?.longerIsMore ? minutes / 45 : 1),
    show: 0.6 + 0.4 * random.uniform(),
    earliest: `2026-11-${first}`,
    due: `2026-11-${first + length}`,
    skills: needs < family.scarce ? ['scarce'] : needs < 0.4 ? [SKILLS[random.integer(0, 2)]!] : [],
    languages: random.uniform() < 0.3 ? ['de'] : [],
    teams: [...new Set([teamName(block, account.home), ...neighbour])],
    mandatory: family.rules === 'all' && random.uniform() < 0.02,
    after,
  };
}
