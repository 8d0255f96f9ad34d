import type { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { familyNamed } from './family-named.ts';
import { type Measured, measured } from './measured.ts';
import { median } from './medians.ts';
import { NO_DIGESTS } from './no-digests.ts';

interface Instance {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
}

/** The instance without one rule, everything else as it is. */
const WITHOUT: readonly (readonly [rule: string, change: (instance: Instance) => Instance])[] = [
  ['(all rules)', (instance) => instance],
  ['buffer', (each) => withRep(each, { bufferMinutes: 0 })],
  ['break', (each) => withRep(each, { breakAfter: 50, breakMinutes: 0 })],
  ['load ceiling', (each) => withRep(each, { loadCeiling: 1 })],
  ['daily caps', (each) => withReps(each, { maxMinutesPerDay: 1_440, maxEngagementsPerDay: 200 })],
  ['contact caps', (each) => withContact(each, { caps: [] })],
  ['minimum gap', (each) => withContact(each, { minimumGapHours: 0 })],
  ['notice', (each) => withContact(each, { noticeBusinessHours: 0 })],
  ['precedence', (each) => withEngagements(each, { after: [] })],
  ['mandatory', (each) => withEngagements(each, { mandatory: false })],
  ['parity', ({ portfolio, policy }) => ({ portfolio: { ...portfolio, equityGroups: [] }, policy })],
];

/**
 * What each rule costs on the family all-1k: protected value gained, gap and time without it, medians over seeds. Planned for the
 * average, so that values can be compared: every θ has a scale of its own.
 */
export function ruleCosts(seeds: readonly number[], say: (line: string) => void): void {
  const family = familyNamed('all-1k');
  const policy: Policy = { ...familyPolicy(family), risk: { measure: 'neutral', alpha: 0.95, rounds: 1 } };
  const instances = seeds.map((seed): Instance => ({ portfolio: familyBlock(family, seed, 0), policy }));
  const base: readonly number[] = instances.map((each) => planned(each).result.objective);
  say(`${family.name}, ${seeds.length} seeds, planned for the average\n`);
  say('without         value gained       gap    cpu s');
  for (const [rule, change] of WITHOUT) {
    const plans = instances.map((each) => planned(change(each)));
    const gained = median(plans.map(({ result }, index) => result.objective / (base[index] ?? 0) - 1));
    const gap = median(plans.map(({ result }) => result.gap));
    const seconds = median(plans.map((plan) => plan.seconds));
    say(
      `${rule.padEnd(15)} ${`${(100 * gained).toFixed(2)} %`.padStart(12)} ${`${(100 * gap).toFixed(3)} %`.padStart(9)} ${seconds.toFixed(2).padStart(8)}`,
    );
  }
}

function planned({ portfolio, policy }: Instance): Measured<ReturnType<typeof planPortfolio>> {
  return measured(() => planPortfolio({ portfolio, policy, digests: NO_DIGESTS }));
}

function withRep({ portfolio, policy }: Instance, rep: Partial<Policy['rep']>): Instance {
  return { portfolio, policy: { ...policy, rep: { ...policy.rep, ...rep } } };
}

function withContact({ portfolio, policy }: Instance, contact: Partial<Policy['contact']>): Instance {
  return { portfolio, policy: { ...policy, contact: { ...policy.contact, ...contact } } };
}

function withReps({ portfolio, policy }: Instance, change: Partial<Portfolio['reps'][number]>): Instance {
  return { portfolio: { ...portfolio, reps: portfolio.reps.map((rep) => ({ ...rep, ...change })) }, policy };
}

function withEngagements({ portfolio, policy }: Instance, change: Partial<Portfolio['engagements'][number]>): Instance {
  const engagements = portfolio.engagements.map((engagement) => ({ ...engagement, ...change }));
  return { portfolio: { ...portfolio, engagements }, policy };
}
