/** Smallest sound portfolio body, for tests that change one thing at a time. */
export function portfolioBody(overrides: Record<string, unknown> = {}) {
  return {
    contract: 'portfolio/1',
    asOf: '2026-11-23T06:00:00Z',
    currency: 'USD',
    horizon: { start: '2026-11-23', days: 5 },
    accounts: [accountBody()],
    engagements: [engagementBody()],
    reps: [repBody()],
    ...overrides,
  };
}

export function accountBody(overrides: Record<string, unknown> = {}) {
  return {
    id: 'A-1',
    stake: 1_200_000,
    loss: { probability: 0.23, withinDays: 90, shape: 1.6 },
    timeZone: 'Europe/Berlin',
    jurisdiction: 'DE',
    ...overrides,
  };
}

export function engagementBody(overrides: Record<string, unknown> = {}) {
  return {
    id: 'E-1',
    account: 'A-1',
    kind: 'save-call',
    channel: 'phone',
    minutes: 45,
    effect: 0.35,
    show: 0.85,
    earliest: '2026-11-23',
    due: '2026-11-27',
    ...overrides,
  };
}

export function repBody(overrides: Record<string, unknown> = {}) {
  return {
    id: 'R-1',
    team: 'T1',
    timeZone: 'Europe/Berlin',
    hours: [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '09:00', to: '17:00' }],
    maxMinutesPerDay: 300,
    maxEngagementsPerDay: 6,
    ...overrides,
  };
}
