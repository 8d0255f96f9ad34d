import { dateOf, dayOf } from '../../core/calendar/day.ts';
import { instantOf } from '../../core/calendar/minute.ts';
import { repDays } from '../../core/calendar/rep-days.ts';
import { type Commitment, Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { type RandomStream, randomStream } from '../../core/numeric/random-stream.ts';
import { roundHalfUp } from '../../core/numeric/round-half-up.ts';
import { accountRisks } from '../../core/report/account-risk.ts';
import { type Documents, planView } from '../../core/report/plan-view.ts';
import { evar } from '../../core/risk/evar.ts';
import { cumulativeLoss } from '../../core/risk/loss-process.ts';

const SHA = (digit: string) => `sha256:${digit.repeat(64)}`;
const START = '2026-11-23';
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Singapore'];
const REGIONS = ['emea', 'amer', 'apac'];

/**
 * Documents for the pages: a plausible portfolio and a plan of its shape, placed hour by hour without a planner. The
 * numbers of the plan belong together (value, risk, load, parity), though nobody proved it best.
 */
export function reportFixture(
  size: { accounts: number; reps: number; days: number } = { accounts: 300, reps: 12, days: 10 },
) {
  const random = randomStream(7, 'report-fixture');
  const portfolio = portfolioOf(size, random);
  const policy = Policy.parse({
    contract: 'policy/1',
    approvers: [{ id: 'dana', email: 'dana@example.com' }],
  });
  const { plan, published } = planOf(portfolio, random);
  return { portfolio, policy, plan: { ...plan, risk: riskOf({ portfolio, policy, plan }) }, published };
}

/** The measures of the plan as the planner reports them: exact, rounded once. */
function riskOf(documents: Documents): Plan['risk'] {
  const risks = accountRisks(planView(documents));
  const stakes = risks.map((risk) => risk.account.stake);
  const measures = (losses: readonly number[]) => {
    const expected = losses.reduce((sum, loss, index) => sum + loss * (stakes[index] ?? 0), 0);
    return { expectedLoss: roundHalfUp(expected), evar: roundHalfUp(evar({ losses, stakes }, 0.95).evar) };
  };
  return {
    ...documents.plan.risk,
    ...measures(risks.map((risk) => risk.lossWith)),
    withoutPlan: measures(risks.map((risk) => risk.lossWithout)),
  };
}

function portfolioOf(size: { accounts: number; reps: number; days: number }, random: RandomStream): Portfolio {
  const days = ['mo', 'tu', 'we', 'th', 'fr'];
  const accounts = Array.from({ length: size.accounts }, (_, index) => {
    const zone = index % 3;
    return {
      id: `A-${1000 + index}`,
      stake: Math.round(Math.exp(11.5 + 3.4 * random.uniform())) * 100,
      loss: {
        probability: Math.round((0.04 + 0.5 * random.uniform() * random.uniform()) * 1000) / 1000,
        withinDays: random.integer(20, 120),
        shape: 1 + Math.round(random.uniform() * 10) / 10,
      },
      groups: { tier: index % 5 === 0 ? 'enterprise' : index % 2 === 0 ? 'smb' : 'mid-market', region: REGIONS[zone] },
      timeZone: ZONES[zone],
      jurisdiction: ['DE', 'US', 'SG'][zone],
      contact: { vulnerable: index % 29 === 4, objected: index % 83 === 80 },
      passedOver: index % 37 === 5 ? 3 : 0,
    };
  });
  const kinds = ['renewal-call', 'save-call', 'business-review', 'onboarding', 'מפגש חידוש'];
  const engagements = accounts.flatMap((account, index) =>
    Array.from({ length: index % 7 === 0 ? 2 : 1 }, (_, nth) => ({
      id: `E-${1000 + index}${nth === 0 ? '' : `-${nth}`}`,
      account: account.id,
      kind: kinds[random.integer(0, 4)],
      channel: index % 3 === 0 ? 'video' : 'phone',
      minutes: [30, 45, 60][random.integer(0, 2)],
      effect: Math.round((0.2 + 0.4 * random.uniform()) * 100) / 100,
      show: Math.round((0.75 + 0.2 * random.uniform()) * 100) / 100,
      earliest: START,
      due: dateOf(dayOf(START) + size.days - 1),
      mandatory: index % 41 === 3,
    })),
  );
  const reps = Array.from({ length: size.reps }, (_, index) => {
    const zone = index % 3;
    const busyDay = dateOf(dayOf(START) + (index % 4));
    return {
      id: `R-${index + 1}`,
      team: ['Enterprise EMEA', 'Americas', 'Asia & Pacific'][zone],
      timeZone: ZONES[zone],
      hours: [{ days, from: zone === 1 ? '08:00' : '09:00', to: '17:30' }],
      busy: [{ from: `${busyDay}T13:00:00Z`, to: `${busyDay}T15:00:00Z` }],
      leave: index % 5 === 2 ? [{ from: '2026-11-26', to: '2026-11-27' }] : [],
      maxMinutesPerDay: 300,
      maxEngagementsPerDay: 6,
    };
  });
  return Portfolio.parse({
    contract: 'portfolio/1',
    asOf: '2026-11-23T00:30:00Z',
    currency: 'USD',
    horizon: { start: START, days: size.days },
    equityGroups: ['tier', 'region'],
    accounts,
    engagements,
    reps,
    ledger: accounts
      .filter((_, index) => index % 6 === 0)
      .map(({ id }) => ({ account: id, at: '2026-11-16T10:00:00Z', channel: 'email' })),
  });
}

function planOf(
  portfolio: Portfolio,
  random: RandomStream,
): { plan: Plan; published: { digest: string; commitments: Commitment[] } } {
  const accounts = new Map(portfolio.accounts.map((account) => [account.id, account]));
  const worth = (engagement: Portfolio['engagements'][number], day: number) => {
    const account = accounts.get(engagement.account);
    if (!account?.loss || account.contact.objected) return 0;
    const left = account.loss.probability - cumulativeLoss(account.loss, day);
    return Math.round(account.stake * engagement.effect * engagement.show * left);
  };
  const waiting = portfolio.engagements
    .filter((engagement) => !engagement.id.endsWith('-1') && worth(engagement, 0) > 0 && random.uniform() < 0.93)
    .toSorted((a, b) => worth(b, 0) - worth(a, 0));
  const assignments: Record<string, unknown>[] = [];
  const load = new Map(portfolio.reps.map((rep) => [rep.id, { available: 0, planned: 0, engagements: 0 }]));
  for (let day = 0; day < portfolio.horizon.days; day++) {
    for (const rep of portfolio.reps) {
      const own = load.get(rep.id);
      const today = repDays(rep, portfolio.horizon)[day];
      if (!own || !today) continue;
      own.available += today.availableMinutes;
      const starts = today.free.flatMap(({ from, to }) => {
        const first = Math.ceil(from / 30) * 30;
        return Array.from({ length: Math.max(0, Math.floor((to - first) / 90)) }, (_, index) => first + index * 90);
      });
      for (const start of starts.slice(0, 4)) {
        const engagement = waiting.shift();
        if (!engagement) continue;
        own.planned += engagement.minutes;
        own.engagements += 1;
        const value = worth(engagement, day);
        assignments.push({
          engagement: engagement.id,
          account: engagement.account,
          rep: rep.id,
          start: instantOf(start),
          minutes: engagement.minutes,
          value,
          pinned: assignments.length % 23 === 7,
          reasons: [
            {
              code: 'protects',
              numbers: {
                value,
                stake: accounts.get(engagement.account)?.stake ?? 0,
                probability: 0.2,
                touchDay: day,
                averts: 0.3,
              },
            },
            {
              code: 'runner-up',
              numbers: { by: Math.round(value / 9) },
              refs: { rep: portfolio.reps[0]?.id ?? '', start: '2026-11-25T09:00:00Z' },
            },
          ],
        });
      }
    }
  }
  const placed = new Set(assignments.map((assignment) => assignment['engagement']));
  const causes = ['outbid', 'outbid', 'outbid', 'no-window', 'contact-cap', 'no-language', 'not-worthwhile'];
  const unscheduled = portfolio.engagements
    .filter((engagement) => !placed.has(engagement.id))
    .map((engagement, index) => {
      const cause = accounts.get(engagement.account)?.contact.objected ? 'objection' : causes[index % causes.length];
      const rep = portfolio.reps[index % 4]?.id;
      const changes: Record<string, unknown> = {
        outbid: { kind: 'rep-minutes', rep, day: '2026-11-24', minutes: engagement.minutes },
        'no-language': { kind: 'rep-language', rep },
        'contact-cap': { kind: 'rule', rule: 'contact-cap' },
        'not-worthwhile': { kind: 'value', value: 4_200 },
      };
      return {
        engagement: engagement.id,
        account: engagement.account,
        cause,
        mandatory: engagement.mandatory,
        reasons: [],
        cheapestChange: changes[cause ?? ''] ?? { kind: 'none' },
      };
    });
  const objective = assignments.reduce((sum, { value }) => sum + Number(value) - 500, 0);
  const expectedLoss = portfolio.accounts.reduce((sum, { stake, loss }) => sum + stake * (loss?.probability ?? 0), 0);
  const covered = new Set(assignments.map((assignment) => assignment['account']));
  const bound = Math.round(objective * 1.0038);
  const plan = Plan.parse({
    contract: 'plan/1',
    portfolio: SHA('1'),
    policy: SHA('2'),
    published: SHA('3'),
    code: SHA('4'),
    objective,
    bound,
    gap: bound === 0 ? 0 : (bound - objective) / bound,
    risk: {
      measure: 'evar',
      alpha: 0.95,
      theta: 2.4e-9,
      expectedLoss: Math.round(expectedLoss - objective * 0.96),
      evar: Math.round(expectedLoss * 1.62 - objective * 1.2),
      withoutPlan: { expectedLoss: Math.round(expectedLoss), evar: Math.round(expectedLoss * 1.62) },
    },
    assignments,
    unscheduled,
    prices: portfolio.reps.flatMap((rep, index) =>
      repDays(rep, portfolio.horizon).flatMap(({ date, availableMinutes }, day) =>
        availableMinutes > 0
          ? [{ rep: rep.id, day: date, perHour: Math.max(0, 1_900_000 - 130_000 * day - 90_000 * index) }]
          : [],
      ),
    ),
    parity: ['tier', 'region'].flatMap((group) => {
      const values = [...Map.groupBy(portfolio.accounts, (account) => account.groups[group] ?? '')];
      const rows = values.map(([value, list]) => {
        const eligible = list.filter((account) => !account.contact.objected).length;
        const count = list.filter((account) => covered.has(account.id)).length;
        return { group, value, eligible, covered: count, coverage: eligible === 0 ? 0 : count / eligible };
      });
      const best = Math.max(...rows.map((row) => row.coverage));
      return rows.map((row) => ({
        ...row,
        ratio: best === 0 ? 1 : row.coverage / best,
        reportOnly: row.eligible < 20,
      }));
    }),
    load: portfolio.reps.map((rep) => {
      const own = load.get(rep.id);
      const available = own?.available ?? 0;
      return {
        rep: rep.id,
        availableMinutes: available,
        capMinutes: Math.min(300 * portfolio.horizon.days, Math.floor(available * 0.85)),
        plannedMinutes: own?.planned ?? 0,
        engagements: own?.engagements ?? 0,
      };
    }),
    certificate: {
      slotMinutes: 15,
      multipliers: Object.fromEntries(
        portfolio.reps.map((rep) => [rep.id, { [START]: { slots: [0, 120, 340, 0], perHour: 12, perEngagement: 0 } }]),
      ),
    },
  });
  const commitments: Commitment[] = plan.assignments
    .slice(0, Math.ceil(plan.assignments.length * 0.6))
    .map(({ engagement, rep, start }, index) =>
      index % 9 === 4 ? { engagement, rep, start: '2026-11-25T06:00:00Z' } : { engagement, rep, start },
    );
  const dropped = plan.unscheduled.slice(0, 3).map(({ engagement }) => ({
    engagement,
    rep: portfolio.reps[0]?.id,
    start: '2026-11-25T10:00:00Z',
  }));
  return {
    plan,
    published: {
      digest: SHA('3'),
      commitments: [...commitments, ...dropped.flatMap(({ rep, ...rest }) => (rep ? [{ ...rest, rep }] : []))],
    },
  };
}
