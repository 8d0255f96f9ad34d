import { type RandomStream, randomStream } from '../../numeric/random-stream.ts';
import { ALIKE, type Alike, type BlockPlan, HORIZON_DAYS, MEAN_MINUTES } from './family.ts';

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
  const alike = ALIKE[family.rules];
  const asked = alike === undefined ? (size * MEAN_MINUTES) / repMinutes : daysAsked(size, alike);
  const count = Math.max(1, Math.round(asked / (family.load * HORIZON_DAYS)));
  const random = randomStream(seed, `${family.name}/reps/${block}`);
  return Array.from({ length: count }, (_, r): MadeRep => {
    const team = alike === undefined ? Math.floor(r / TEAM_SIZE) : 0;
    const zone = ZONES[(alike === undefined ? team : r % alike.zones) % ZONES.length]!;
    const missing = random.integer(0, 2);
    const common = alike === undefined ? SKILLS.filter((_, s) => s !== missing) : SKILLS;
    return {
      id: `R-${block}-${String(r).padStart(5, '0')}`,
      team: teamName(block, team),
      timeZone: zone,
      hours: [{ days: WEEK, from: '09:00', to: '17:00' }],
      skills: alike === undefined && r % TEAM_SIZE < 2 ? [...common, 'scarce'] : common,
      languages: alike === undefined && random.uniform() < 0.1 ? ['en'] : ['en', 'de'],
      busy: alike === undefined ? busyBlocks(random, family.rules === 'all') : [],
      leave: family.rules === 'all' && random.uniform() < 0.05 ? [{ from: '2026-11-25', to: '2026-11-26' }] : [],
      maxMinutesPerDay: alike?.minutes ?? (family.rules === 'all' ? 360 : 1_440),
      maxEngagementsPerDay: alike?.engagements ?? (family.rules === 'all' ? 8 : 200),
    };
  });
}

/** Rep-days asked for where reps are alike: the tighter of number and minutes says. */
function daysAsked(size: number, { engagements, minutes, lengths }: Alike): number {
  const mean = lengths.reduce((sum, length) => sum + length, 0) / lengths.length;
  return size * Math.max(1 / engagements, mean / minutes);
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
