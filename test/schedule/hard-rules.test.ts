import { describe, expect, it } from 'vitest';
import { auditPlan } from '../../core/audit/audit.ts';
import { Policy } from '../../core/model/policy.ts';
import { Portfolio } from '../../core/model/portfolio.ts';
import { planPortfolio } from '../../core/schedule/plan-portfolio.ts';
import { accountBody, engagementBody, portfolioBody, repBody } from '../support/portfolio-builder.ts';
import { digests } from './digests.ts';

type Body = Record<string, unknown>;

/** One rep, three half-hour customers; a rule is tightened until it decides. */
function planned(portfolio: Body, policy: Body = {}) {
  const input = {
    portfolio: Portfolio.parse(portfolioBody(portfolio)),
    policy: Policy.parse({ contract: 'policy/1', ...policy }),
  };
  const plan = planPortfolio({ ...input, digests });
  expect(auditPlan({ ...input, published: null, plan }).findings).toEqual([]);
  const cause = (id: string) => plan.unscheduled.find(({ engagement }) => engagement === id)?.cause;
  const start = (id: string) => plan.assignments.find(({ engagement }) => engagement === id)?.start;
  return { plan, cause, start };
}

const accounts = (...overrides: Body[]) => overrides.map((each, i) => accountBody({ id: `A-${i + 1}`, ...each }));
const engagements = (...overrides: Body[]) =>
  overrides.map((each, i) => engagementBody({ id: `E-${i + 1}`, account: `A-${i + 1}`, ...each }));
const three = { accounts: accounts({}, {}, {}), engagements: engagements({}, {}, {}) };
const oneDay = { ...three, horizon: { start: '2026-11-24', days: 1 } };

describe('each hard rule alone', () => {
  it('plans everything where there is room', () => {
    expect(planned(three).plan.assignments).toHaveLength(3);
  });

  it('daily-count: a rep with one meeting a day leaves the others out as outbid', () => {
    const { plan } = planned({ ...oneDay, reps: [repBody({ maxEngagementsPerDay: 1 })] });
    expect(plan.assignments).toHaveLength(1);
    expect(plan.unscheduled.map(({ cause }) => cause)).toEqual(['outbid', 'outbid']);
  });

  it('daily-minutes: 100 minutes hold two meetings of 45', () => {
    expect(planned({ ...oneDay, reps: [repBody({ maxMinutesPerDay: 100 })] }).plan.assignments).toHaveLength(2);
  });

  it('load ceiling: a tenth of eight hours holds one meeting of 45 minutes', () => {
    expect(planned(oneDay, { rep: { loadCeiling: 0.1 } }).plan.assignments).toHaveLength(1);
  });

  it('break: after one meeting a break of four hours leaves room for two a day', () => {
    expect(planned(oneDay, { rep: { breakAfter: 1, breakMinutes: 240 } }).plan.assignments).toHaveLength(2);
  });

  it('buffer: two hours between meetings leave room for three in eight hours, three hours for two', () => {
    expect(planned(oneDay, { rep: { bufferMinutes: 120 } }).plan.assignments).toHaveLength(3);
    const short = [repBody({ hours: [{ days: ['tu'], from: '09:00', to: '12:00' }] })];
    expect(planned({ ...oneDay, reps: short }, { rep: { bufferMinutes: 120 } }).plan.assignments).toHaveLength(1);
  });

  it('leave and busy: nothing lies in them, and a rep who is away all week leaves no window', () => {
    const away = [repBody({ leave: [{ from: '2026-11-23', to: '2026-11-27' }] })];
    expect(planned({ reps: away }).cause('E-1')).toBe('no-window');
    const busy = [repBody({ busy: [{ from: '2026-11-23T07:00:00Z', to: '2026-11-26T16:00:00Z' }] })];
    expect(planned({ reps: busy }).start('E-1')?.slice(0, 10)).toBe('2026-11-27');
  });

  it('skill, language, role, team: the first that no rep meets is the cause, with the change that mends it', () => {
    const cases = [
      [{ skills: ['x'] }, 'no-skill', { kind: 'rep-skill', rep: 'R-1' }],
      [{ languages: ['fr'] }, 'no-language', { kind: 'rep-language', rep: 'R-1' }],
      [{ roles: ['lead'] }, 'no-role', { kind: 'rule', rule: 'role' }],
      [{ teams: ['T9'] }, 'no-team', { kind: 'rule', rule: 'team' }],
    ] as const;
    for (const [need, cause, cheapestChange] of cases) {
      const row = planned({ engagements: engagements(need) }).plan.unscheduled[0];
      expect(row).toMatchObject({ cause, cheapestChange });
    }
  });

  it('objection, consent, silence: refused with their own cause', () => {
    expect(planned({ accounts: accounts({ contact: { objected: true } }) }).cause('E-1')).toBe('objection');
    const no = { consent: { phone: { given: false, at: '2026-01-05' } } };
    expect(planned({ accounts: accounts({ contact: no }) }).cause('E-1')).toBe('consent');
    const silent = {
      jurisdiction: 'FR',
      timeZone: 'Europe/Paris',
      contact: { consumer: true, refusedAt: '2026-11-20' },
    };
    expect(planned({ accounts: accounts(silent) }).cause('E-1')).toBe('silence-after-refusal');
  });

  it('contact-cap: past contacts leave no start, or only a late one', () => {
    const touch = (at: string) => ({ account: 'A-1', at, channel: 'email' });
    const full = [touch('2026-11-21T10:00:00Z'), touch('2026-11-22T10:00:00Z')];
    expect(planned({ ledger: full }).cause('E-1')).toBe('contact-cap');
    expect(
      planned({ ledger: [touch('2026-11-16T10:00:00Z')] })
        .start('E-1')
        ?.slice(0, 10),
    ).toBe('2026-11-23');
  });

  it('minimum-gap: a touch yesterday moves the meeting out by the gap, or leaves no start', () => {
    const ledger = [{ account: 'A-1', at: '2026-11-22T15:00:00Z', channel: 'email' }];
    expect(planned({ ledger }).start('E-1')! >= '2026-11-24T15:00:00Z').toBe(true);
    expect(planned({ ledger }, { contact: { minimumGapHours: 200 } }).cause('E-1')).toBe('minimum-gap');
  });

  it('contact-cap and minimum-gap across engagements of one account: the better one stays', () => {
    const two = engagements({ effect: 0.2 }, { account: 'A-1', effect: 0.6 });
    const capped = planned({ engagements: two }, { contact: { caps: [{ touches: 1, days: 7 }] } });
    expect(capped.cause('E-1')).toBe('contact-cap');
    const apart = planned({ engagements: two });
    const days = apart.plan.assignments.map(({ start }) => Date.parse(start)).sort();
    expect(Math.abs(days[1]! - days[0]!)).toBeGreaterThanOrEqual(48 * 3_600_000);
    expect(planned({ engagements: two }, { contact: { minimumGapHours: 500 } }).cause('E-1')).toBe('minimum-gap');
  });

  it('precedence: the later engagement waits for the earlier, and stays out without it', () => {
    const chain = engagements({}, { account: 'A-1', after: ['E-1'], effect: 0.9 });
    const { start } = planned({ engagements: chain });
    expect(Date.parse(start('E-1')!) < Date.parse(start('E-2')!)).toBe(true);
    const stuck = engagements({ skills: ['x'] }, { account: 'A-1', after: ['E-1'] });
    expect(planned({ engagements: stuck }).cause('E-2')).toBe('precedence');
  });

  it('mandatory: placed before what is worth more', () => {
    const body = {
      accounts: accounts({ stake: 1_000 }, {}, {}),
      engagements: engagements({ mandatory: true }, {}, {}),
      horizon: { start: '2026-11-24', days: 1 },
      reps: [repBody({ maxEngagementsPerDay: 1 })],
    };
    expect(planned(body).plan.assignments.map(({ engagement }) => engagement)).toEqual(['E-1']);
  });

  it('starvation: an account passed over as often as the policy allows goes before what is worth more', () => {
    const body = (passedOver: number) => ({
      accounts: accounts({ stake: 100_000, passedOver }, { stake: 900_000 }, {}),
      engagements: engagements({}, {}, {}),
      horizon: { start: '2026-11-24', days: 1 },
      reps: [repBody({ maxEngagementsPerDay: 1 })],
    });
    const neutral = { risk: { measure: 'neutral' } };
    expect(planned(body(2), neutral).plan.assignments.map(({ engagement }) => engagement)).toEqual(['E-3']);
    expect(planned(body(3), neutral).plan.assignments.map(({ engagement }) => engagement)).toEqual(['E-1']);
  });

  it('starvation: counts business days where it is known since when', () => {
    const body = (passedOverSince: string) => ({
      accounts: accounts({ stake: 100_000, passedOver: 12, passedOverSince }, { stake: 900_000 }, {}),
      engagements: engagements({}, {}, {}),
      horizon: { start: '2026-11-24', days: 1 },
      reps: [repBody({ maxEngagementsPerDay: 1 })],
    });
    const neutral = { risk: { measure: 'neutral' } };
    const first = (since: string) => planned(body(since), neutral).plan.assignments.map(({ engagement }) => engagement);
    expect(first('2026-11-03')).toEqual(['E-3']);
    expect(first('2026-11-02')).toEqual(['E-1']);
  });

  it('pinned: stays where it is, against the rules, and others keep clear of it', () => {
    const pinned = { rep: 'R-1', start: '2026-11-24T08:05:00Z' };
    const { plan, start } = planned({ ...oneDay, engagements: engagements({ pinned, skills: ['x'] }, {}, {}) });
    expect(start('E-1')).toBe(pinned.start);
    expect(plan.assignments).toHaveLength(3);
    const full = {
      ...oneDay,
      engagements: engagements({ pinned }, {}, {}),
      reps: [repBody({ maxEngagementsPerDay: 0 })],
    };
    expect(planned(full).plan.assignments.map(({ engagement }) => engagement)).toEqual(['E-1']);
  });

  it('budget: the least valuable leave first', () => {
    const body = { ...three, accounts: accounts({ stake: 900_000 }, { stake: 100_000 }, {}) };
    const { plan, cause } = planned(body, { budget: { contacts: { soft: 1, hard: 2 } } });
    expect(plan.assignments.map(({ engagement }) => engagement)).toEqual(['E-1', 'E-3']);
    expect(cause('E-2')).toBe('budget');
  });

  it('notice: nothing starts within the next business hours unless the customer asked', () => {
    const body = { asOf: '2026-11-23T08:00:00Z' };
    expect(planned(body).start('E-1')! >= '2026-11-23T12:00:00Z').toBe(true);
    expect(planned({ ...body, engagements: engagements({ requested: true }) }).start('E-1')! < '2026-11-24').toBe(true);
  });

  it('a meeting that costs more than it protects stays out as not worthwhile', () => {
    const poor = planned({ accounts: accounts({ stake: 1_000 }) });
    expect(poor.cause('E-1')).toBe('not-worthwhile');
  });

  it('an empty portfolio gives an empty plan with bound 0', () => {
    const { plan } = planned({ accounts: [], engagements: [], reps: [] });
    expect(plan).toMatchObject({ objective: 0, bound: 0, gap: 0, assignments: [], unscheduled: [] });
  });
});
