import type { Pack } from '../calendar/pack.ts';
import { packs as productPacks } from '../calendar/packs.ts';
import { Plan } from '../model/plan.ts';
import { pointer, shown } from '../model/violation.ts';
import { auditContext, type Evidence, type KnownDigests } from './context.ts';
import { figuresOf } from './figures.ts';
import type { Finding } from './finding.ts';
import type { Rule } from './rule.ts';
import { accountHours } from './rules/account-hours.ts';
import { bound, gapOf } from './rules/bound.ts';
import { breakRule } from './rules/break.ts';
import { budget } from './rules/budget.ts';
import { certificate } from './rules/certificate.ts';
import { complete } from './rules/complete.ts';
import { consent } from './rules/consent.ts';
import { contactCap } from './rules/contact-cap.ts';
import { dailyCount } from './rules/daily-count.ts';
import { dailyMinutes } from './rules/daily-minutes.ts';
import { digests } from './rules/digests.ts';
import { grid } from './rules/grid.ts';
import { horizon } from './rules/horizon.ts';
import { language } from './rules/language.ts';
import { load } from './rules/load.ts';
import { mandatory } from './rules/mandatory.ts';
import { minimumGap } from './rules/minimum-gap.ts';
import { notice } from './rules/notice.ts';
import { objection } from './rules/objection.ts';
import { objective } from './rules/objective.ts';
import { overlap } from './rules/overlap.ts';
import { parity } from './rules/parity.ts';
import { pinned } from './rules/pinned.ts';
import { precedence } from './rules/precedence.ts';
import { prices } from './rules/prices.ts';
import { quietHours } from './rules/quiet-hours.ts';
import { reference } from './rules/reference.ts';
import { repHours } from './rules/rep-hours.ts';
import { risk } from './rules/risk.ts';
import { role } from './rules/role.ts';
import { silence } from './rules/silence.ts';
import { skill } from './rules/skill.ts';
import { team } from './rules/team.ts';
import { value } from './rules/value.ts';
import { window } from './rules/window.ts';

/** Every rule, in the order of core/README.md: who and when, then the claims of the plan about itself. */
export const RULES: readonly Rule[] = [
  ...[complete, reference, digests, grid, horizon, repHours, overlap, dailyMinutes, dailyCount, breakRule],
  ...[skill, language, role, team, window, accountHours, quietHours, notice, objection, consent, silence],
  ...[contactCap, minimumGap, pinned, precedence, mandatory, budget],
  ...[value, objective, certificate, bound, risk, load, prices, parity],
];

/** audit/1: what an independent checker says about a plan. */
export interface AuditReport {
  readonly contract: 'audit/1';
  /** No finding at all. */
  readonly ok: boolean;
  readonly findings: readonly Finding[];
  /** Recomputed, minor units; null where the plan cannot be read. */
  readonly objective: number | null;
  /** Recomputed from the certificate; null where the plan cannot be read or the certificate is unsound. */
  readonly bound: number | null;
  readonly gap: number | null;
  /** How many things each rule looked at. */
  readonly checked: readonly { readonly rule: string; readonly count: number }[];
}

/** What a plan is checked against. The plan may be of any shape; portfolio and policy are parsed. */
export interface AuditRequest extends Evidence {
  readonly plan: unknown;
  /** Digests the plan must name, where the auditor has computed them. */
  readonly digests?: KnownDigests;
  /** Jurisdiction packs; default: the product's. */
  readonly packs?: readonly Pack[];
}

/**
 * Checks every invariant of core/README.md, the objective and the bound from portfolio, policy, published commitments and
 * plan alone, sharing no code with the planner. Never throws on account of the plan: what is wrong with it is a finding.
 */
export function auditPlan({ plan, digests: known, packs = productPacks, ...evidence }: AuditRequest): AuditReport {
  const parsed = Plan.safeParse(plan);
  if (!parsed.success) return unreadable(parsed.error.issues.map(contractFinding), parsed.error.issues.length);
  const context = auditContext(evidence, parsed.data, packs, known ?? {});
  const figures = figuresOf(context);
  const checks = RULES.map(({ name, check }) => ({ name, ...check(context, figures) }));
  const findings = checks.flatMap(({ name, flaws }) =>
    flaws.map(({ path, received, expected, remedy }) => ({ path, rule: name, received, expected, remedy })),
  );
  const objectiveNow = figures.objective();
  const boundNow = figures.bound();
  return {
    contract: 'audit/1',
    ok: findings.length === 0,
    findings,
    objective: objectiveNow,
    bound: boundNow === null ? null : Number(boundNow),
    gap: boundNow === null ? null : gapOf(boundNow, objectiveNow),
    checked: checks.map(({ name, count }) => ({ rule: name, count })),
  };
}

function unreadable(findings: readonly Finding[], count: number): AuditReport {
  const checked = [{ rule: 'contract', count }];
  return { contract: 'audit/1', ok: false, findings, objective: null, bound: null, gap: null, checked };
}

function contractFinding(issue: {
  readonly path: readonly PropertyKey[];
  readonly message: string;
  readonly input?: unknown;
}): Finding {
  return {
    path: pointer(issue.path),
    rule: 'contract',
    received: issue.input === undefined ? 'what plan/1 does not allow' : shown(issue.input),
    expected: issue.message,
    remedy: 'give a plan/1 document',
  };
}
