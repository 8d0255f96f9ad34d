import type { AdverseKind, Autonomy, Flags, Impact, Policy, Posture, RoutingRow } from '../model/policy.ts';
import { type Ceiling, stricter } from './ceiling.ts';

export interface RouteQuestion {
  readonly posture: Posture;
  readonly impact: Impact;
  readonly mode: Flags['scheduling']['mode'];
  /** How somebody is adversely affected, each way once; empty: nobody is. */
  readonly affected: readonly AdverseKind[];
  /** What holds the run back whatever the table says; absent: nothing. */
  readonly ceiling?: Ceiling;
}

export interface RouteVerdict {
  readonly autonomy: Autonomy | 'shadow';
  /** Row of the policy's table that decided, −1 where none did. */
  readonly row: number;
  readonly reason: string;
}

/**
 * Who decides: posture × impact × flag × who is affected. The first matching row decides; no matching row is blocked.
 * Three floors hold whatever the table says: critical posture is blocked, an adverse effect always goes to a person, and
 * nothing gets past the ceiling.
 */
export function routeRun(question: RouteQuestion, policy: Policy): RouteVerdict {
  const verdict = routeByTable(question, policy);
  const { ceiling } = question;
  if (ceiling === undefined || verdict.autonomy === 'shadow') return verdict;
  const autonomy = stricter(verdict.autonomy, ceiling.atMost);
  return autonomy === verdict.autonomy ? verdict : { ...verdict, autonomy, reason: ceiling.reasons.join('; ') };
}

function routeByTable(question: RouteQuestion, policy: Policy): RouteVerdict {
  const { posture, impact, mode, affected } = question;
  const adverse = affected.length > 0;
  if (mode === 'off') return { autonomy: 'blocked', row: -1, reason: 'the scheduling flag is off' };
  if (posture === 'critical') return { autonomy: 'blocked', row: -1, reason: 'the posture is critical' };
  if (mode === 'shadow')
    return { autonomy: 'shadow', row: -1, reason: 'the scheduling flag is shadow: report without effect' };
  const row = policy.routing.findIndex(
    (candidate) =>
      (candidate.posture?.includes(posture) ?? true) &&
      (candidate.impact?.includes(impact) ?? true) &&
      (candidate.flag?.includes(mode) ?? true) &&
      (candidate.adverse === undefined || candidate.adverse === adverse) &&
      (candidate.affected?.some((kind) => affected.includes(kind)) ?? true),
  );
  const decided = policy.routing[row];
  if (decided === undefined) return { autonomy: 'blocked', row, reason: 'no row of the routing table matches' };
  if (adverse && decided.autonomy === 'autonomous') {
    return {
      autonomy: 'one-approver',
      row,
      reason: `someone is adversely affected, although row ${row + 1} says autonomous`,
    };
  }
  return { autonomy: decided.autonomy, row, reason: `${conditions(decided)} (row ${row + 1} of the routing table)` };
}

/** What a row asks for, in words an approver understands. */
function conditions({ posture, impact, flag, adverse, affected }: RoutingRow): string {
  const asked = [
    ...(adverse === undefined ? [] : [adverse ? 'someone is adversely affected' : 'nobody is adversely affected']),
    ...(affected === undefined ? [] : [affected.map((kind) => AFFECTED[kind]).join(' or ')]),
    ...(posture === undefined ? [] : [`posture ${posture.join(' or ')}`]),
    ...(impact === undefined ? [] : [`${impact.join(' or ')} impact`]),
    ...(flag === undefined ? [] : [`flag ${flag.join(' or ')}`]),
  ];
  return asked.length === 0 ? 'every plan' : asked.join(', ');
}

const AFFECTED: Readonly<Record<AdverseKind, string>> = {
  'vulnerable-passed-over': 'a vulnerable account is passed over',
  'mandatory-dropped': 'a mandatory engagement is not held',
  starved: 'an account is passed over once more',
};
