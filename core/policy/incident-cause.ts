/** What a failed mission says about itself: the parts of its state that name a cause. Everything is optional. */
export interface MissionState {
  readonly error?: { readonly Error?: string | undefined; readonly Cause?: string | undefined } | undefined;
  readonly audit?: { readonly value: { readonly verdict: string; readonly findings?: number | undefined } } | undefined;
  readonly posture?:
    | { readonly value: { readonly posture: string; readonly breaker?: string | undefined } }
    | undefined;
  readonly route?: { readonly value: { readonly autonomy: string; readonly posture?: string | undefined } } | undefined;
  readonly commit?: { readonly value: { readonly verdict: string } } | undefined;
}

export interface IncidentCause {
  readonly name: string;
  readonly text: string;
  /** What a person must decide now. */
  readonly decide: readonly string[];
}

/** The cause that ended a mission, the most telling one first. */
export function incidentCause(state: MissionState): IncidentCause {
  if (state.error?.Error === 'States.HeartbeatTimeout') {
    return {
      name: 'gate-lost',
      text: 'The gate gave no sign of life for too long and counts as lost: not approved, nothing was changed.',
      decide: [
        'Does `remind`, which looks after gates each minute, run?',
        'Start a new run, or leave the published plan as it is',
      ],
    };
  }
  if (state.error?.Error === 'States.Timeout') {
    return {
      name: 'gate-expired',
      text: 'Nobody decided in time. Time-out means not approved: nothing was changed.',
      decide: ['Start a new run, or leave the published plan as it is', 'Why did no approver decide?'],
    };
  }
  if (state.error !== undefined) {
    return {
      name: state.error.Error ?? 'Error',
      text: message(state.error.Cause),
      decide: ['Is the cause gone? Then start a new run', 'Is the published plan the right one to keep?'],
    };
  }
  if (state.commit?.value.verdict === 'conflict') {
    return {
      name: 'commit-conflict',
      text: 'Other plans were published each time this one was ready.',
      decide: ['Which source of plans should pause so that a run can finish?'],
    };
  }
  if (state.audit?.value.verdict === 'failed') {
    return {
      name: 'audit-failed',
      text: `The independent checker found ${state.audit.value.findings ?? 'some'} violations in the plan; see the audit.`,
      decide: ['Keep the published plan, and report the audit to the makers of the planner'],
    };
  }
  if (state.route?.value.autonomy === 'blocked' && state.route.value.posture === 'critical') {
    return {
      name: 'critical-posture',
      text: 'The posture was critical once the plan was known; see its causes in the trace.',
      decide: [
        'What raised the posture, and is it over?',
        'Keep the published plan, or start a new run once it is over',
      ],
    };
  }
  if (state.route?.value.autonomy === 'blocked') {
    return {
      name: 'blocked',
      text: 'The routing table blocks a plan of this posture and impact.',
      decide: ['Is the table right? Then correct what raised the posture', 'Or change the policy through a promotion'],
    };
  }
  if (state.posture?.value.breaker === 'tripped') {
    return {
      name: 'breaker-tripped',
      text: 'Too many runs failed lately; none goes on until the cool-down has passed, then one on trial.',
      decide: ['What made the runs fail, and is it over?'],
    };
  }
  if (state.posture?.value.posture === 'critical') {
    return {
      name: 'critical-posture',
      text: 'The posture was critical before planning; see its causes in the trace.',
      decide: ['What raised the posture, and is it over?'],
    };
  }
  return {
    name: 'unknown',
    text: 'The mission ended without naming a cause; see the trace.',
    decide: ['Read the trace'],
  };
}

/** First line of the message inside a Lambda error document, or of the text itself; at most 300 characters. */
function message(cause: string | undefined): string {
  const text = /"errorMessage"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(cause ?? '')?.[1] ?? cause ?? 'no message';
  return (text.split(/\\n|\n/)[0] ?? '').slice(0, 300);
}
