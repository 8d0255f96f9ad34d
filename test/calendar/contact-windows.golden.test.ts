import { describe, expect, it } from 'vitest';
import { contactWindows } from '../../core/calendar/contact-windows.ts';
import { instantOf } from '../../core/calendar/minute.ts';
import { packs } from '../../core/calendar/packs.ts';
import { account, engagement, horizon, policy } from './make.ts';

/** Places with a pack each, over Christmas and New Year, where weekends, holidays and substitutes meet. */
const PLACES = [
  ['America/New_York', 'US-FL'],
  ['America/Los_Angeles', 'US-WA'],
  ['America/Chicago', 'US-OK'],
  ['Pacific/Honolulu', 'US'],
  ['America/St_Johns', 'CA'],
  ['Australia/Adelaide', 'AU'],
  ['Europe/Paris', 'FR'],
  ['Asia/Kathmandu', 'NP'],
] as const;

describe('contactWindows, over the turn of the year', () => {
  it('stay as they were recorded', async () => {
    const context = { asOf: '2026-12-22T10:00:00Z', horizon: horizon('2026-12-22', 14), policy: policy(), packs };
    const recorded = PLACES.flatMap(([timeZone, jurisdiction]) =>
      [true, false].map((consumer) => {
        const customer = account({ timeZone, jurisdiction, contact: { consumer } });
        const answer = contactWindows(customer, engagement({ minutes: 45, due: '2027-01-04' }), context);
        const windows = answer.ok ? answer.windows.map(({ from, to }) => `${instantOf(from)}/${instantOf(to)}`) : [answer.rule];
        return { timeZone, jurisdiction, consumer, windows };
      }),
    );
    await expect(`${JSON.stringify(recorded, null, 2)}\n`).toMatchFileSnapshot('golden/contact-windows.golden.json');
  });
});
