import { type RandomStream, randomStream } from '../../numeric/random-stream.ts';
import { type BlockPlan, COUNT_CAP, HORIZON_DAYS, MEAN_MINUTES } from './family.ts';

export interface MadeRep {
  readonly id: string;
  readonly team: string;
  readonly timeZone: string;
  readonly hours: readonly { readonly days: readonly string[]; readonly from: string; readonly to: string }[];
  readonly skills: readonly string[];
  readonly languages: readonly string[];
  readonly busy: readonly { readonly from: string; readonly to: string }[];
  readonly leave: readonly { readonly from: string; readonly to: string }[];
  readonly maxMinutesPerDay: number;
  readonly maxEngagementsPerDay: number;
}

const TEAM_SIZE = 10;
const ZONES = ['Europe/Berlin', 'America/New_York', 'Europe/London', 'America/Chicago'] as const;
export const SKILLS = ['enterprise', 'technical', 'finance'] as const;
const WEEK = ['mo', 'tu', 'we', 'th', 'fr'];

/** Teams of ten, one zone each; a rep has two of three skills, few have the scarce one, one in ten speaks only English. */
export function makeReps({ family, seed, block, size, repMinutes }: BlockPlan): readonly MadeRep[] {
  const alike = family.rules === 'count';
  const asked = alike ? size / COUNT_CAP : (size * MEAN_MINUTES) / repMinutes;
  const count = Math.max(1, Math.round(asked / (family.load * HORIZON_DAYS)));
  const random = randomStream(seed, `${family.name}/reps/${block}`);
  return Array.from({ length: count }, (_, r): MadeRep => {
    const team = alike ? 0 : Math.floor(r / TEAM_SIZE);
    const zone = ZONES[team % ZONES.length]!;
    const missing = random.integer(0, 2);
    const common = alike ? SKILLS : SKILLS.filter((_, s) => s !== missing);
    return {
      id: `R-${block}-${String(r).padStart(5, '0')}`,
      team: teamName(block, team),
      timeZone: zone,
      hours: [{ days: WEEK, from: '09:00', to: '17:00' }],
      skills: !alike && r % TEAM_SIZE < 2 ? [...common, 'scarce'] : common,
      languages: !alike && random.uniform() < 0.1 ? ['en'] : ['en', 'de'],
      busy: alike ? [] : busyBlocks(random, family.rules === 'all'),
      leave: family.rules === 'all' && random.uniform() < 0.05 ? [{ from: '2026-11-25', to: '2026-11-26' }] : [],
      maxMinutesPerDay: family.rules === 'all' ? 360 : 1_440,
      maxEngagementsPerDay: alike ? COUNT_CAP : family.rules === 'all' ? 8 : 200,
    };
  });
}

export function teamName(block: number, team: number): string {
  return `T-${block}-${String(team).padStart(4, '0')}`;
}

export function teamsOf(reps: readonly MadeRep[]): number {
  return Math.ceil(reps.length / TEAM_SIZE);
}

export function zoneOfTeam(team: number): string {
  return ZONES[team % ZONES.length]!;
}

function busyBlocks(random: RandomStream, rules: boolean): MadeRep['busy'] {
  const blocks: { from: string; to: string }[] = [];
  for (let day = 23; day < 23 + HORIZON_DAYS; day++) {
    if (random.uniform() > (rules ? 0.4 : 0.2)) continue;
    const hour = random.integer(10, 15);
    blocks.push({ from: `2026-11-${day}T${hour}:00:00Z`, to: `2026-11-${day}T${hour}:45:00Z` });
  }
  return blocks;
}
