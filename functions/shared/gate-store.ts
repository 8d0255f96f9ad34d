import { z } from 'zod';
import { Verdict } from '../../core/model/decision.ts';
import { Digest, PersonId, RunId, TenantId } from '../../core/model/ids.ts';
import { Instant } from '../../core/model/units.ts';
import { now } from './clock.ts';
import { environment } from './environment.ts';
import { table } from './tables.ts';

/** One decision inside a gate: the document is evidence under `evidence`. */
const Decided = z.object({ approver: PersonId, verdict: Verdict, evidence: Digest, at: Instant });
export type Decided = z.infer<typeof Decided>;

/** A decision handed over: whose link is dead since, and who was asked instead. Evidence holds the reason. */
const Delegated = z.object({ from: PersonId, to: PersonId, evidence: Digest, at: Instant });
export type Delegated = z.infer<typeof Delegated>;

/**
 * A gate: who may decide on which plan until when. Decisions stand inside the record, so that deciding is one conditional
 * write: exactly once per approver, and exactly one outcome.
 */
export const Gate = z.object({
  plan: Digest,
  /** What the page is made of: evidence, see gate-brief.ts. */
  brief: Digest,
  author: PersonId,
  /** Who asked for the run; null: a schedule, or the author. */
  askedBy: PersonId.nullable().default(null),
  /** Who got a reference; nobody else decides. */
  approvers: z.array(PersonId).min(1),
  /** Approvals needed. One rejection or request for changes is enough to end the gate. */
  quorum: z.int().min(1).max(2),
  openedAt: Instant,
  expiresAt: Instant,
  /** Task token of the waiting state; a new one each time the state is entered. Never leaves this table. */
  token: z.string(),
  state: z.enum(['open', 'decided', 'expired', 'closed']),
  decisions: z.array(Decided),
  delegations: z.array(Delegated).default([]),
  verdict: Verdict.nullable(),
  /** The state machine has taken the verdict. False after `decided`: the callback was lost and must be sent again. */
  answered: z.boolean(),
});
export type Gate = z.infer<typeof Gate>;
export type GateTerms = Pick<Gate, 'plan' | 'brief' | 'author' | 'approvers' | 'quorum' | 'expiresAt' | 'token'> &
  Partial<Pick<Gate, 'askedBy'>>;

export type DecideOutcome =
  /** This decision was taken. `gate.state` tells whether the gate is decided or waits for another approver. */
  | { readonly kind: 'taken'; readonly gate: Gate }
  /** Nothing was changed, and why. */
  | { readonly kind: 'unknown' }
  | {
      readonly kind:
        | 'already-decided'
        | 'decided-by-you'
        | 'handed-over'
        | 'expired'
        | 'closed'
        | 'other-plan'
        | 'not-an-approver'
        | 'author';
      readonly gate: Gate;
    };

export type DelegateOutcome =
  | { readonly kind: 'taken'; readonly gate: Gate }
  | Exclude<DecideOutcome, { readonly kind: 'taken' }>;

/** Where an open gate is. */
const OpenGate = z.object({ tenant: TenantId, run: RunId, attempt: z.int() });
export type OpenGate = z.infer<typeof OpenGate>;
/** The one place that does not start with a tenant: `remind` looks after the open gates of all of them. */
const OPEN = '_open-gates';

export type GateStore = ReturnType<typeof gateStore>;

/** Gates of runs; `attempt` numbers them where a run is planned again. */
export function gateStore() {
  const { GATES_TABLE } = environment('GATES_TABLE');
  const gates = table(GATES_TABLE, Gate);
  const opened = table(GATES_TABLE, OpenGate);
  const openKey = ({ tenant, run, attempt }: OpenGate) => ({ pk: OPEN, sk: `${tenant}#${run}#${attempt}` });
  const key = (tenant: TenantId, run: RunId, attempt: number) => ({
    pk: `${tenant}#gate#${run}`,
    sk: `gate#${String(attempt).padStart(3, '0')}`,
  });

  return {
    get: (tenant: TenantId, run: RunId, attempt: number) => gates.get(key(tenant, run, attempt)),

    /** All gates of a run, oldest first. */
    list: (tenant: TenantId, run: RunId) => gates.queryAll(`${tenant}#gate#${run}`),

    /**
     * Opens the gate, or takes the new token into the one that is there: its decisions, approvers and expiry stay. Where it
     * is decided already, the caller answers the state machine at once.
     */
    async open(tenant: TenantId, run: RunId, attempt: number, terms: GateTerms): Promise<Gate> {
      // Listed first: a gate that is open and not listed would be looked after by nobody.
      await opened.put(openKey({ tenant, run, attempt }), { tenant, run, attempt });
      const gate = await gates.amend(key(tenant, run, attempt), (current) =>
        current === undefined
          ? { ...terms, askedBy: terms.askedBy ?? null, openedAt: now(), ...FRESH }
          : { ...current, token: terms.token, answered: false },
      );
      if (gate === undefined) throw new Error('unreachable: an opened gate is stored');
      return gate;
    },

    /** Takes one approver's decision, or says why it changes nothing. */
    async decide(
      tenant: TenantId,
      run: RunId,
      attempt: number,
      plan: Digest,
      decision: Decided,
    ): Promise<DecideOutcome> {
      let outcome: DecideOutcome = { kind: 'unknown' };
      await gates.amend(key(tenant, run, attempt), (gate) => {
        if (gate === undefined) {
          outcome = { kind: 'unknown' };
          return undefined;
        }
        const refused = refusal(gate, plan, decision);
        const next = refused === null ? taken(gate, decision) : gate;
        outcome = refused === null ? { kind: 'taken', gate: next } : { kind: refused, gate };
        return next;
      });
      return outcome;
    },

    /** Hands the decision of `from` over to `to`, or says why it changes nothing. Who may take it over is the caller's to know. */
    async delegate(
      tenant: TenantId,
      run: RunId,
      attempt: number,
      plan: Digest,
      delegated: Delegated,
    ): Promise<DelegateOutcome> {
      let outcome: DelegateOutcome = { kind: 'unknown' };
      await gates.amend(key(tenant, run, attempt), (gate) => {
        if (gate === undefined) {
          outcome = { kind: 'unknown' };
          return undefined;
        }
        const refused = refusal(gate, plan, { approver: delegated.from, at: delegated.at });
        const approvers = [
          ...gate.approvers.filter((id) => id !== delegated.from && id !== delegated.to),
          delegated.to,
        ];
        const next = refused === null ? { ...gate, approvers, delegations: [...gate.delegations, delegated] } : gate;
        outcome = refused === null ? { kind: 'taken', gate: next } : { kind: refused, gate };
        return next;
      });
      return outcome;
    },

    /** Gates that were opened and not let go of yet, of all tenants. */
    openGates: () => opened.queryAll(OPEN),
    /** There is nothing left to look after at this gate. */
    letGo: (gate: OpenGate) => opened.remove(openKey(gate)),

    /** Records that the state machine took the verdict under this token. */
    async answered(tenant: TenantId, run: RunId, attempt: number, token: string): Promise<void> {
      await gates.amend(key(tenant, run, attempt), (gate) =>
        gate === undefined || gate.answered || gate.token !== token ? gate : { ...gate, answered: true },
      );
    },

    /** Ends an open gate without a decision; a decided one stays decided. */
    close: (tenant: TenantId, run: RunId, attempt: number, state: 'expired' | 'closed') =>
      gates.amend(key(tenant, run, attempt), (gate) => (gate?.state === 'open' ? { ...gate, state } : gate)),
  };
}

const FRESH = { state: 'open', decisions: [], delegations: [], verdict: null, answered: false } satisfies Partial<Gate>;

/** Why this decision would change nothing; null: it would be taken. Also what the page shows before anyone posts. */
export function refusal(gate: Gate, plan: Digest, decision: { approver: PersonId; at: string }) {
  if (decision.approver === gate.author || decision.approver === gate.askedBy) return 'author';
  if (gate.delegations.some(({ from }) => from === decision.approver)) return 'handed-over';
  if (!gate.approvers.includes(decision.approver)) return 'not-an-approver';
  if (gate.plan !== plan) return 'other-plan';
  if (gate.decisions.some(({ approver }) => approver === decision.approver)) return 'decided-by-you';
  if (gate.state === 'decided') return 'already-decided';
  if (gate.state === 'expired' || Date.parse(decision.at) >= Date.parse(gate.expiresAt)) return 'expired';
  return gate.state === 'closed' ? 'closed' : null;
}

/** What AwaitDecision answers once the gate is decided. */
export function gateAnswer(gate: Gate) {
  return { verdict: gate.verdict, approvers: gate.decisions.map(({ approver }) => approver) };
}

function taken(gate: Gate, decision: Decided): Gate {
  const decisions = [...gate.decisions, decision];
  const approvals = decisions.filter(({ verdict }) => verdict === 'approve').length;
  if (decision.verdict !== 'approve') return { ...gate, decisions, state: 'decided', verdict: decision.verdict };
  return approvals < gate.quorum
    ? { ...gate, decisions }
    : { ...gate, decisions, state: 'decided', verdict: 'approve' };
}
