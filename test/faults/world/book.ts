/** A book of four accounts and two reps: every kind of step has something to do, and planning takes no time. */
export function book(variant: number) {
  const accounts = ['A-1', 'A-2', 'A-3', 'A-4'].map((id, index) => ({
    id,
    stake: 1_000_000 + index * 250_000 + variant * 10_000,
    loss: { probability: 0.2 + index * 0.05, withinDays: 90, shape: 1.2 },
    timeZone: 'Europe/Berlin',
    jurisdiction: 'DE',
  }));
  const engagements = accounts.slice(0, 4 - (variant % 2)).map(({ id }, index) => ({
    id: `E-${index + 1}`,
    account: id,
    kind: 'save-call',
    channel: 'phone',
    minutes: 45,
    effect: 0.35,
    show: 0.85,
    earliest: '2026-11-24',
    due: '2026-11-25',
  }));
  const reps = ['R-1', 'R-2'].map((id) => ({
    id,
    team: 'T1',
    timeZone: 'Europe/Berlin',
    hours: [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', to: '12:00' }],
    maxMinutesPerDay: 120,
    maxEngagementsPerDay: 2,
  }));
  const horizon = { start: '2026-11-23', days: 3 };
  return {
    contract: 'portfolio/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon,
    accounts,
    engagements,
    reps,
  };
}

/** Everybody decides what `autonomy` says; a gate is open for ten minutes. */
export function policies(autonomy: string, whileRunning: string, more: readonly string[] = []) {
  const person = (id: string) => ({ id, email: `${id}@example.com` });
  const policy = {
    contract: 'policy/1',
    risk: { measure: 'neutral', rounds: 1 },
    search: { dualIterations: 5, sweeps: 1, beamWidth: 2 },
    routing: [{ autonomy }],
    approvers: [...more, 'boris', 'chen'].map(person),
    oversight: [person('olga')],
    gate: { expiresAfterMinutes: 10, reminderAfterMinutes: 3 },
    posture: {
      tailShare: { elevated: 1, high: 1, critical: 1.1 },
      gap: { elevated: 1, high: 1, critical: 1.1 },
      failures: { elevated: 2, high: 3, critical: 4 },
    },
    whileRunning,
  };
  return { contract: 'policy-set/1', default: policy };
}
