import { type AuditReport, auditPlan, RULES } from '../../core/audit/audit.ts';
import { type AuditContext, auditContext, dailyCaps } from '../../core/audit/context.ts';
import { figuresOf } from '../../core/audit/figures.ts';
import { itemValue, lossProcess, touchOf } from '../../core/audit/objective.ts';
import { expectedParity } from '../../core/audit/parity.ts';
import { slotsOf } from '../../core/audit/rep-prices.ts';
import { gapOf } from '../../core/audit/rules/bound.ts';
import { localDay } from '../../core/audit/zone.ts';
import { packs } from '../../core/calendar/packs.ts';
import { EngagementId, RepId } from '../../core/model/ids.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { type Commitment, type DayMultipliers, Plan } from '../../core/model/plan.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import { evar } from '../../core/risk/evar.ts';
import { lossProbability } from '../../core/risk/loss-process.ts';

type Row = Readonly<Record<string, unknown>>;

/** 2026-11-23 is a Monday; Berlin is an hour ahead of UTC. */
export const account = (id: string, changes: Row = {}): Row => ({
  id,
  stake: 1_000_000,
  loss: { probability: 0.4, withinDays: 60, shape: 1 },
  timeZone: 'Europe/Berlin',
  jurisdiction: 'DE',
  ...changes,
});
export const engagement = (id: string, of: string, changes: Row = {}): Row => ({
  id,
  account: of,
  kind: 'review',
  channel: 'phone',
  minutes: 60,
  effect: 0.5,
  earliest: '2026-11-23',
  due: '2026-11-27',
  ...changes,
});
export const rep = (id: string, changes: Row = {}): Row => ({
  id,
  team: 'T1',
  timeZone: 'Europe/Berlin',
  hours: [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '08:00', to: '17:00' }],
  maxMinutesPerDay: 480,
  maxEngagementsPerDay: 8,
  ...changes,
});

export interface Case {
  readonly portfolio?: Row;
  readonly policy?: Row;
  /** [engagement, rep, start] */
  readonly placed: readonly (readonly [string, string, string])[];
  readonly published?: readonly (readonly [string, string, string])[];
  /** Prices by rep and date; the rest is 0. */
  readonly prices?: (rep: string, date: string, slots: number) => DayMultipliers;
}

export function portfolioOf(changes: Row = {}): Portfolio {
  const parsed = parsePortfolio({
    contract: 'portfolio/1',
    asOf: '2026-11-22T06:00:00Z',
    currency: 'EUR',
    horizon: { start: '2026-11-23', days: 5, slotMinutes: 15 },
    accounts: [account('A-1'), account('A-2'), account('A-3')],
    engagements: [engagement('E-1', 'A-1'), engagement('E-2', 'A-2'), engagement('E-3', 'A-3')],
    reps: [rep('R-1'), rep('R-2')],
    ...changes,
  });
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value;
}

export const policyOf = (changes: Row = {}): Policy =>
  Policy.parse({
    contract: 'policy/1',
    risk: { measure: 'neutral' },
    contact: { noticeBusinessHours: 0 },
    ...changes,
  });

export interface Audited {
  readonly portfolio: Portfolio;
  readonly policy: Policy;
  readonly published: { readonly digest: string; readonly commitments: readonly Commitment[] } | null;
  readonly plan: Plan;
}

/** A plan with these meetings whose claims about itself all hold: what is wrong with it is the meetings alone. */
export function settled({ portfolio: changes, policy: rules, placed, published, prices }: Case): Audited {
  const portfolio = portfolioOf(changes);
  const policy = policyOf(rules);
  const commitments = (published ?? []).map(([item, by, start]) => ({
    engagement: EngagementId.parse(item),
    rep: RepId.parse(by),
    start,
  }));
  const evidence = { portfolio, policy, published: published ? { digest: digestOf('c'), commitments } : null };
  const context = contextOf(evidence, draft(portfolio, policy, placed, prices));
  return { ...evidence, plan: withClaims(context) };
}

export function contextOf(evidence: Omit<Audited, 'plan'>, plan: Plan): AuditContext {
  return auditContext(evidence, plan, packs, {});
}

export const audited = (input: Case): AuditReport => auditPlan(settled(input));
export const brokenRules = (report: AuditReport): string[] => [...new Set(report.findings.map(({ rule }) => rule))];

/** Findings of the rules about meetings, not about the plan's claims. */
export function invariantFlaws(context: AuditContext, only?: ReadonlySet<string>): number {
  const claims = new Set(['digests', 'value', 'objective', 'certificate', 'bound', 'risk', 'load', 'prices', 'parity']);
  const figures = figuresOf(context);
  return RULES.filter(({ name }) => (only === undefined ? !claims.has(name) : only.has(name))).reduce(
    (sum, { check }) => sum + check(context, figures).flaws.length,
    0,
  );
}

export const digestOf = (letter: string): string => `sha256:${letter.repeat(64)}`;

export function draft(portfolio: Portfolio, policy: Policy, placed: Case['placed'], prices?: Case['prices']): Plan {
  const place = new Map(placed.map((row) => [row[0], row]));
  const zeros = (_rep: string, _date: string, slots: number): DayMultipliers => ({
    slots: Array.from({ length: slots }, () => 0),
    perHour: 0,
    perEngagement: 0,
  });
  const dates = Array.from({ length: portfolio.horizon.days }, (_, day) =>
    new Date(Date.parse(portfolio.horizon.start) + day * 86_400_000).toISOString().slice(0, 10),
  );
  const objected = new Set(portfolio.accounts.filter(({ contact }) => contact.objected).map(({ id }) => id));
  return Plan.parse({
    contract: 'plan/1',
    portfolio: digestOf('a'),
    policy: digestOf('b'),
    published: null,
    code: digestOf('d'),
    objective: 0,
    bound: 0,
    gap: 0,
    risk: {
      measure: policy.risk.measure,
      alpha: policy.risk.alpha,
      theta: policy.risk.measure === 'neutral' ? 0 : 1e-6,
      expectedLoss: 0,
      evar: 0,
      withoutPlan: { expectedLoss: 0, evar: 0 },
    },
    assignments: portfolio.engagements.flatMap(({ id, account: of, minutes, pinned }) => {
      const row = place.get(id);
      if (row === undefined) return [];
      const pin = pinned !== null;
      return [{ engagement: id, account: of, rep: row[1], start: row[2], minutes, value: 0, pinned: pin, reasons: [] }];
    }),
    unscheduled: portfolio.engagements.flatMap(({ id, account: of, mandatory }) =>
      place.has(id)
        ? []
        : [
            {
              engagement: id,
              account: of,
              cause: objected.has(of) ? 'objection' : 'outbid',
              mandatory,
              reasons: [],
              cheapestChange: { kind: 'none' },
            },
          ],
    ),
    prices: [],
    parity: [],
    load: [],
    certificate: {
      slotMinutes: portfolio.horizon.slotMinutes,
      multipliers: Object.fromEntries(
        portfolio.reps.map(({ id, timeZone }) => [
          id,
          Object.fromEntries(
            dates.map((date) => {
              const { from, to } = localDay(timeZone, date);
              return [date, (prices ?? zeros)(id, date, slotsOf(from, to, portfolio.horizon.slotMinutes))];
            }),
          ),
        ]),
      ),
    },
  });
}

function withClaims(context: AuditContext): Plan {
  const { plan, policy, portfolio, days, meetingsOfRep } = context;
  const figures = figuresOf(context);
  const objective = figures.objective();
  const bound = figures.bound() ?? 0n;
  const measures = (planned: boolean) => {
    const stakes = portfolio.accounts.map(({ stake }) => stake);
    const losses = portfolio.accounts.map((each) => {
      const meetings = planned ? (context.meetingsOfAccount.get(each.id) ?? []) : [];
      const touches = meetings.map((m) => touchOf(context, m.engagement, each, m.rep, m.start));
      return lossProbability(lossProcess(each), touches);
    });
    return {
      expectedLoss: Math.round(losses.reduce((sum, loss, i) => sum + loss * (stakes[i] ?? 0), 0)),
      evar: Math.round(evar({ losses, stakes }, policy.risk.alpha).evar),
    };
  };
  const values = new Map(context.meetings.map((meeting) => [meeting.index, itemValue(context, meeting)]));
  const parity = [...expectedParity(context, figures)];
  const judged = parity.filter(({ reportOnly }) => !reportOnly);
  const { floor } = policy.equity;
  return {
    ...plan,
    ...(judged.length === 0
      ? {}
      : { parityFloor: { floor, reached: judged.every(({ ratio }) => ratio >= floor), price: 0 } }),
    objective,
    bound: Number(bound),
    gap: gapOf(bound, objective),
    risk: { ...plan.risk, ...measures(true), withoutPlan: measures(false) },
    assignments: plan.assignments.map((row, index) => ({ ...row, value: values.get(index) ?? 0 })),
    parity,
    load: portfolio.reps.map((each) => {
      const meetings = meetingsOfRep.get(each.id) ?? [];
      return {
        rep: each.id,
        availableMinutes: days.reduce((sum, date) => sum + context.repDay(each, date).availableMinutes, 0),
        capMinutes: days.reduce((sum, date) => sum + dailyCaps(context, each, date).minutes, 0),
        plannedMinutes: meetings.reduce((sum, { start, end }) => sum + end - start, 0),
        engagements: meetings.length,
      };
    }),
  };
}
