/** The Monday these portfolios last, and what was known the day before. */
export function shortMonday(slotMinutes: number) {
  return {
    contract: 'portfolio/1',
    asOf: '2026-11-22T12:00:00Z',
    currency: 'EUR',
    horizon: { start: '2026-11-23', days: 1, slotMinutes },
  } as const;
}

/** A half-hour meeting of each account `A…`, alike but for whom it is with, any time of that Monday. */
export function meetings(ids: readonly string[]) {
  const alike = { kind: 'review', channel: 'video', minutes: 30, effect: 0.5, requested: true } as const;
  const [earliest, due] = ['2026-11-23', '2026-11-23'];
  return ids.map((id) => ({ id: `E${id}`, account: `A${id}`, ...alike, earliest, due }));
}
