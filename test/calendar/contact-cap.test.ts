import { describe, expect, it } from 'vitest';
import { capsOf } from '../../core/calendar/contact-cap.ts';
import { packs } from '../../core/calendar/packs.ts';
import { account, policy } from './make.ts';

const DEFAULTS = [
  { touches: 2, days: 7 },
  { touches: 5, days: 30 },
];

describe('capsOf', () => {
  it('is the policy alone where no pack speaks of caps', () => {
    expect(capsOf(account(), policy(), packs)).toEqual(DEFAULTS);
    expect(capsOf(account({ jurisdiction: 'US' }), policy(), packs)).toEqual(DEFAULTS);
  });

  it.each(['US-FL', 'US-OK'])('adds 3 touches in a day in %s', (jurisdiction) => {
    expect(capsOf(account({ jurisdiction }), policy(), packs)).toEqual([...DEFAULTS, { touches: 3, days: 1 }]);
  });

  it('adds 4 touches in 30 days for a French consumer, not for a French business', () => {
    const french = (consumer: boolean) => account({ jurisdiction: 'FR', contact: { consumer } });
    expect(capsOf(french(true), policy(), packs)).toContainEqual({ touches: 4, days: 30 });
    expect(capsOf(french(false), policy(), packs)).toEqual(DEFAULTS);
  });

  it('joins the caps of every place the customer may be at, none twice', () => {
    const somewhere = account({
      jurisdiction: 'US-FL',
      contact: { consumer: true },
      alternatives: [
        { timeZone: 'America/Chicago', jurisdiction: 'US-OK' },
        { timeZone: 'Europe/Paris', jurisdiction: 'FR' },
      ],
    });
    expect(capsOf(somewhere, policy({ caps: [] }), packs)).toEqual([
      { touches: 3, days: 1 },
      { touches: 4, days: 30 },
    ]);
  });
});
