import type { z } from 'zod';
import type { Interval } from '../../core/calendar/interval.ts';
import { epochMinutes } from '../../core/calendar/minute.ts';
import { Policy } from '../../core/model/policy.ts';
import { Account, Engagement, Horizon, Rep } from '../../core/model/portfolio.ts';

export function account(fields: Partial<z.input<typeof Account>> = {}): Account {
  return Account.parse({
    id: 'A-1',
    stake: 1000,
    loss: { probability: 0.2, withinDays: 90 },
    timeZone: 'Europe/Berlin',
    jurisdiction: 'DE',
    ...fields,
  });
}

export function engagement(fields: Partial<z.input<typeof Engagement>> = {}): Engagement {
  return Engagement.parse({
    id: 'E-1',
    account: 'A-1',
    kind: 'save-call',
    channel: 'phone',
    minutes: 30,
    effect: 0.3,
    earliest: '2000-01-01',
    due: '2099-12-31',
    ...fields,
  });
}

export function rep(fields: Partial<z.input<typeof Rep>> = {}): Rep {
  return Rep.parse({
    id: 'R-1',
    team: 'T1',
    timeZone: 'Europe/Berlin',
    hours: [{ days: ['mo', 'tu', 'we', 'th', 'fr'], from: '08:00', to: '17:00' }],
    maxMinutesPerDay: 300,
    maxEngagementsPerDay: 6,
    ...fields,
  });
}

export function horizon(start: string, days = 5): Horizon {
  return Horizon.parse({ start, days, slotMinutes: 15 });
}

export function policy(contact: z.input<typeof Policy>['contact'] = {}): Policy {
  return Policy.parse({ contract: 'policy/1', contact });
}

/** `2026-11-24T09:00Z/10:00` style shorthand: both ends as UTC instants without seconds. */
export function span(from: string, to: string): Interval {
  return { from: epochMinutes(`${from}:00Z`), to: epochMinutes(`${to}:00Z`) };
}

export const EVERY_DAY: ('mo' | 'tu' | 'we' | 'th' | 'fr' | 'sa' | 'su')[] = ['mo', 'tu', 'we', 'th', 'fr', 'sa', 'su'];
export const ALWAYS = [{ days: EVERY_DAY, from: '00:00', to: '24:00' }];
