import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { itemValue } from '../../core/audit/objective.ts';
import { account, brokenRules, type Case, contextOf, digestOf, engagement, rep, settled } from './example.ts';

const tuesday = (time: string) => `2026-11-24T${time}:00Z`;
const rich: Case = {
  portfolio: {
    equityGroups: ['tier'],
    accounts: [
      account('A-1', { groups: { tier: 'gold' }, owner: 'R-1' }),
      account('A-2', { groups: { tier: 'silver' }, owner: 'R-2', stake: 5_000_000 }),
      account('A-3', { groups: { tier: 'silver' }, contact: { objected: true } }),
    ],
    engagements: [
      engagement('E-1', 'A-1'),
      engagement('E-2', 'A-2', { mandatory: true, channel: 'in-person' }),
      engagement('E-3', 'A-2', { after: ['E-2'], show: 0.7 }),
      engagement('E-4', 'A-3'),
      engagement('E-5', 'A-1', { mandatory: true }),
      engagement('E-6', 'A-1', { pinned: { rep: 'R-2', start: '2026-11-23T09:00:00Z' } }),
    ],
    reps: [rep('R-1'), rep('R-2', { team: 'T2' })],
  },
  policy: {
    risk: { measure: 'evar' },
    equity: { minimumSize: 1 },
    contact: { minimumGapHours: 1, noticeBusinessHours: 0 },
  },
  placed: [
    ['E-1', 'R-1', tuesday('09:00')],
    ['E-2', 'R-1', tuesday('11:00')],
    ['E-3', 'R-2', '2026-11-26T09:00:00Z'],
    ['E-6', 'R-2', '2026-11-23T09:00:00Z'],
  ],
  published: [
    ['E-1', 'R-1', tuesday('09:00')],
    ['E-5', 'R-1', tuesday('09:00')],
    ['E-4', 'R-1', tuesday('09:00')],
  ],
  prices: (_, __, slots) => ({
    slots: Array.from({ length: slots }, (_price, k) => k % 5),
    perHour: 7,
    perEngagement: 3,
  }),
};
const honest = settled(rich);
const digests = { portfolio: digestOf('a'), policy: digestOf('b'), published: null, code: digestOf('d') };

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
const copy = (): Json => JSON.parse(JSON.stringify(honest.plan));
const auditOf = (plan: unknown) => auditPlan({ ...honest, plan, digests });

describe('a plan whose claims hold', () => {
  it('is accepted, with its figures recomputed and every rule counted', () => {
    const report = auditOf(copy());
    expect(report).toMatchObject({ contract: 'audit/1', ok: true, findings: [] });
    expect(report).toMatchObject({ objective: honest.plan.objective, bound: honest.plan.bound, gap: honest.plan.gap });
    expect(report.checked.find(({ rule }) => rule === 'rep-hours')?.count).toBe(3);
  });
});

/** Sets or removes what a pointer names. */
function changed(pointer: string, value: Json | undefined): Json {
  const plan = copy();
  const keys = pointer.split('/').slice(1);
  const last = keys.pop() ?? '';
  let at: Json = plan;
  for (const key of keys)
    at = Array.isArray(at) ? (at[Number(key)] ?? null) : (at !== null && typeof at === 'object' && at[key]) || null;
  if (Array.isArray(at)) {
    if (value === undefined) at.splice(Number(last), 1);
    else at[Number(last)] = value;
  } else if (at !== null && typeof at === 'object') {
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return plan;
}

const row = (list: 'assignments' | 'unscheduled', index: number): Json =>
  JSON.parse(JSON.stringify(honest.plan[list][index]));

describe('a plan with one thing wrong', () => {
  it.each<[string, Json | undefined, string]>([
    ['/contract', 'plan/2', 'contract'],
    ['/assignments/0/start', 'tomorrow', 'contract'],
    ['/assignments/0/value', 1.5, 'contract'],
    ['/certificate/multipliers/R-1/2026-11-24/perHour', -1, 'contract'],
    ['/risk/theta', undefined, 'contract'],
    ['/surprise', 1, 'contract'],
    ['/portfolio', digestOf('f'), 'digests'],
    ['/policy', digestOf('f'), 'digests'],
    ['/code', digestOf('f'), 'digests'],
    ['/published', digestOf('f'), 'digests'],
    ['/assignments/0', undefined, 'complete'],
    ['/unscheduled/0', undefined, 'complete'],
    ['/assignments/4', row('assignments', 0), 'complete'],
    ['/unscheduled/2', row('unscheduled', 0), 'complete'],
    ['/unscheduled/0/engagement', 'E-99', 'complete'],
    ['/assignments/0/engagement', 'E-99', 'complete'],
    ['/assignments/0/rep', 'R-99', 'reference'],
    ['/assignments/0/account', 'A-2', 'reference'],
    ['/unscheduled/0/account', 'A-2', 'reference'],
    ['/assignments/0/minutes', 30, 'reference'],
    ['/assignments/0/pinned', true, 'reference'],
    ['/unscheduled/0/mandatory', true, 'mandatory'],
    ['/unscheduled/1/mandatory', false, 'mandatory'],
    ['/unscheduled/0/cause', 'outbid', 'mandatory'],
    ['/unscheduled/1/cause', 'objection', 'mandatory'],
    ['/assignments/1/value', 1, 'value'],
    ['/objective', honest.plan.objective + 1, 'objective'],
    ['/bound', honest.plan.bound + 1, 'bound'],
    ['/bound', honest.plan.bound - 1, 'bound'],
    ['/gap', 0, 'bound'],
    ['/certificate/slotMinutes', 30, 'certificate'],
    ['/certificate/multipliers/R-1', undefined, 'certificate'],
    ['/certificate/multipliers/R-2/2026-11-24', undefined, 'certificate'],
    ['/certificate/multipliers/R-1/2026-11-24/slots/95', undefined, 'certificate'],
    ['/certificate/multipliers/R-1/2026-11-24/slots/96', 0, 'certificate'],
    ['/certificate/multipliers/R-1/2026-11-28', { slots: [], perHour: 0, perEngagement: 0 }, 'certificate'],
    ['/certificate/multipliers/R-3', {}, 'certificate'],
    ['/certificate/multipliers/R-1/2026-11-24/perHour', 1_000_000_000_001, 'certificate'],
    ['/certificate/multipliers/R-1/2026-11-24/perHour', 70_000, 'bound'],
    ['/risk/measure', 'neutral', 'risk'],
    ['/risk/alpha', 0.9, 'risk'],
    ['/risk/expectedLoss', honest.plan.risk.expectedLoss - 5, 'risk'],
    ['/risk/evar', honest.plan.risk.evar - 5, 'risk'],
    ['/risk/withoutPlan/evar', honest.plan.risk.withoutPlan.evar + 5, 'risk'],
    ['/risk/theta', 0, 'objective'],
    ['/load/0/availableMinutes', 0, 'load'],
    ['/load/0/capMinutes', 0, 'load'],
    ['/load/0/plannedMinutes', 60, 'load'],
    ['/load/1/engagements', 0, 'load'],
    ['/load/0', undefined, 'load'],
    ['/load/0/rep', 'R-2', 'load'],
    ['/prices/0', { rep: 'R-9', day: '2026-11-24', perHour: 1 }, 'prices'],
    ['/prices/0', { rep: 'R-1', day: '2026-11-28', perHour: 1 }, 'prices'],
    ['/prices/0', { rep: 'R-1', day: '2026-11-24', perHour: -1 }, 'prices'],
    ['/parity/0/coverage', 0.5, 'parity'],
    ['/parity/0/covered', 0, 'parity'],
    ['/parity/0/reportOnly', true, 'parity'],
    ['/parity/1', undefined, 'parity'],
    ['/parityFloor', undefined, 'parity'],
    ['/parityFloor/floor', 0.7, 'parity'],
    ['/parityFloor/reached', false, 'parity'],
    ['/parityFloor/price', 1e12, 'parity'],
    ['/certificate/coverage', [{ group: 'tier', value: 'bronze', bonus: 1 }], 'certificate'],
    ['/certificate/starvedServed', 1, 'certificate'],
  ])('%s set to %j is found by rule %s at its own place', (pointer, value, rule) => {
    const report = auditOf(changed(pointer, value));
    expect(report.ok).toBe(false);
    expect(brokenRules(report)).toContain(rule);
  });

  it('gives the path, what was received and what was expected', () => {
    const report = auditOf(changed('/assignments/1/value', 1));
    expect(report.findings).toEqual([
      {
        rule: 'value',
        path: '/assignments/1/value',
        received: '1',
        expected: String(honest.plan.assignments[1]?.value),
        remedy: 'give the objective less the objective without this meeting',
      },
    ]);
  });

  const free = /reasons|cheapestChange|certificate|theta|cause|parityFloor\/price/;
  const leaves = leavesOf(copy()).filter((pointer) => !free.test(pointer));
  it('is found whatever leaf is changed, other than texts for people, prices no bound depends on and what the floor costs', () => {
    const otherThan = (old: unknown, by: number): Json => {
      if (typeof old === 'number') return old + by;
      if (typeof old === 'boolean') return !old;
      return typeof old === 'string' ? `${old.slice(0, -1)}${by % 10}` : by;
    };
    fc.assert(
      fc.property(fc.integer({ min: 3, max: 1_000 }), (by) => {
        const changes = leaves.map((pointer) => ({
          pointer,
          old: leafAt(pointer),
          other: otherThan(leafAt(pointer), by),
        }));
        const missed = changes.filter(
          ({ pointer, old, other }) => other !== old && auditOf(changed(pointer, other)).ok,
        );
        expect(missed).toEqual([]);
      }),
      // Every leaf in every run.
      { numRuns: 2 },
    );
  });
  it('never throws, whatever is put in the place of a leaf or of the plan', () => {
    const extremes = [
      '9999-12-31T23:59:59-14:00',
      '0000-01-01T00:00:00+14:00',
      9007199254740991,
      -9007199254740991,
      1e308,
      '',
      null,
    ];
    const odd: fc.Arbitrary<Json> = fc.oneof(
      fc.constantFrom<Json>(...extremes),
      fc.jsonValue().map((value): Json => JSON.parse(JSON.stringify(value))),
    );
    fc.assert(
      fc.property(fc.constantFrom(...leavesOf(copy())), odd, (pointer, value) => {
        expect(auditOf(changed(pointer, value)).contract).toBe('audit/1');
      }),
      { numRuns: 300 },
    );
    fc.assert(
      fc.property(fc.anything(), (plan) => {
        expect(auditOf(plan).ok).toBe(false);
      }),
    );
  });
});

describe('the objective', () => {
  // Decimal arithmetic with 50 digits, by hand from the formulas of the loss process: see core/risk.
  it.each([
    [0, 79_347],
    [2e-6, 111_891],
  ])('of one touch on day 10 at θ %d is %d less the contact', (theta, protectedValue) => {
    const input = settled({
      portfolio: {
        asOf: '2026-11-14T06:00:00Z',
        accounts: [account('A-1', { stake: 1_200_000, loss: { probability: 0.23, withinDays: 90, shape: 1.6 } })],
        engagements: [engagement('E-1', 'A-1', { show: 0.85, effect: 0.35 })],
      },
      placed: [['E-1', 'R-1', tuesday('09:00')]],
    });
    const plan = { ...input.plan, risk: { ...input.plan.risk, theta } };
    expect(auditPlan({ ...input, plan }).objective).toBe(protectedValue - 500);
  });
  it('loses the disruption cost for each published commitment that is not kept, objections and the past aside', () => {
    const published = (start: string, by = 'R-1'): Case => ({
      placed: [['E-1', 'R-1', tuesday('09:00')]],
      published: [['E-1', by, start]],
    });
    const base = settled({ placed: [['E-1', 'R-1', tuesday('09:00')]] }).plan.objective;
    expect(settled(published(tuesday('09:00'))).plan.objective).toBe(base);
    expect(settled(published('2026-11-24T10:00:00+01:00')).plan.objective).toBe(base);
    expect(settled(published(tuesday('09:15'))).plan.objective).toBe(base - 1_500);
    expect(settled(published(tuesday('09:00'), 'R-2')).plan.objective).toBe(base - 1_500);
    expect(settled(published('2026-11-20T09:00:00Z')).plan.objective).toBe(base);
    expect(
      settled({ ...published(tuesday('09:00')), published: [['E-9', 'R-1', tuesday('09:00')]] }).plan.objective,
    ).toBe(base);
  });
  it('knows what each item is worth: the objective without it is less by its value', () => {
    for (const [index, assignment] of honest.plan.assignments.entries()) {
      const rest = honest.plan.assignments.filter((_, i) => i !== index);
      const less = auditPlan({ ...honest, plan: { ...honest.plan, assignments: rest } }).objective ?? Number.NaN;
      expect(honest.plan.objective - less).toBe(assignment.value);
      const context = contextOf(honest, honest.plan);
      const meeting = context.meetings[index];
      expect(meeting === undefined ? null : itemValue(context, meeting)).toBe(assignment.value);
    }
  });
  const ids = Array.from({ length: 100 }, (_, i) => i);
  const huge = (price: number, count: number) =>
    settled({
      portfolio: {
        accounts: ids.map((i) =>
          account(`A-${i}`, { stake: 1e12, loss: { probability: 0.999, withinDays: 365, shape: 3 } }),
        ),
        engagements: ids.map((i) => engagement(`E-${i}`, `A-${i}`, { effect: 0.9, minutes: 15 })),
        reps: ids.map((i) => rep(`R-${i}`)),
      },
      placed: ids.slice(0, count).map((i) => [`E-${i}`, `R-${i}`, tuesday('09:00')] as const),
      prices: (_, __, slots) => ({
        slots: Array.from({ length: slots }, () => price),
        perHour: price,
        perEngagement: price,
      }),
    });
  it('stays exact at the largest stakes the contract allows', () => {
    const { plan } = huge(0, 100);
    expect(plan.objective).toBe(100 * huge(0, 1).plan.objective);
    expect(plan.objective).toBeGreaterThan(8e13);
    expect(auditPlan(huge(0, 100))).toMatchObject({ ok: true, objective: plan.objective, bound: plan.bound });
    expect(plan.bound).toBeGreaterThanOrEqual(plan.objective);
  });
  it('comes with a bound that is exact even at prices no plan can carry', () => {
    const input = huge(1e12, 1);
    const report = auditPlan({ ...input, plan: { ...input.plan, bound: 0 } });
    expect(report.findings[0]).toMatchObject({ rule: 'bound', path: '/bound' });
    // 100 reps, 5 days: 96 slots, 459 minutes lowered to a multiple of 15, at an hourly price, 8 meetings.
    const perDay = 96n * 10n ** 12n + (450n * 10n ** 12n) / 60n + 8n * 10n ** 12n;
    expect(report.findings[0]?.expected).toBe(String(500n * perDay));
  });
});

function leavesOf(value: Json, at = ''): string[] {
  if (value === null || typeof value !== 'object') return [at];
  return Object.entries(value).flatMap(([key, child]) => leavesOf(child, `${at}/${key}`));
}

function leafAt(pointer: string): unknown {
  let at: unknown = honest.plan;
  for (const key of pointer.split('/').slice(1)) at = new Map(Object.entries(at ?? {})).get(key);
  return at;
}
