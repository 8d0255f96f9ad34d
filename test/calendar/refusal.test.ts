import { describe, expect, it } from 'vitest';
import { instantOf } from '../../core/calendar/minute.ts';
import { packs } from '../../core/calendar/packs.ts';
import { consent, objection, silenced, silenceOf } from '../../core/calendar/refusal.ts';
import { account, engagement, horizon } from './make.ts';

describe('objection', () => {
  it('stops an account that objected and no other', () => {
    expect(objection(account({ contact: { objected: true } }))).toEqual({
      rule: 'objection',
      detail: { code: 'objection', numbers: {}, refs: { account: 'A-1' } },
    });
    expect(objection(account())).toBeNull();
  });
});

describe('consent', () => {
  const autumn = horizon('2026-11-23');
  const cold = { consumer: true, runningContract: false };
  const ask = (contact: Parameters<typeof account>[0], channel: 'phone' | 'video' | 'email' = 'phone', when = autumn) =>
    consent(account(contact), engagement({ channel }), when, packs);

  it('refuses a channel the customer said no to, anywhere, and only that channel', () => {
    const contact = { consent: { phone: { given: false, at: '2026-01-05' } } };
    expect(ask({ contact })?.detail.refs).toEqual({ channel: 'phone' });
    expect(ask({ contact }, 'video')).toBeNull();
  });

  it('asks no one for a yes where no pack does', () => {
    expect(ask({ contact: cold })).toBeNull();
  });

  it('needs a yes from a French consumer without a running contract, on that channel', () => {
    expect(ask({ jurisdiction: 'FR', contact: cold })).toEqual({
      rule: 'consent',
      detail: { code: 'consent', numbers: {}, refs: { channel: 'phone', jurisdiction: 'FR', since: '2026-08-11' } },
    });
    const said = { ...cold, consent: { phone: { given: true, at: '2026-09-01' } } };
    expect(ask({ jurisdiction: 'FR', contact: said })).toBeNull();
    expect(ask({ jurisdiction: 'FR', contact: said }, 'email')?.rule).toBe('consent');
  });

  it('needs none under a running contract, nor from a business', () => {
    expect(ask({ jurisdiction: 'FR', contact: { consumer: true, runningContract: true } })).toBeNull();
    expect(ask({ jurisdiction: 'FR', contact: { consumer: false, runningContract: false } })).toBeNull();
  });

  it('is in force from the first horizon that reaches 2026-08-11', () => {
    const customer = { jurisdiction: 'FR', contact: cold };
    expect(ask(customer, 'phone', horizon('2026-08-06', 5))).toBeNull();
    expect(ask(customer, 'phone', horizon('2026-08-07', 5))?.rule).toBe('consent');
  });

  it('is needed where the customer may be in France', () => {
    expect(ask({ contact: cold, alternatives: [{ timeZone: 'Europe/Paris', jurisdiction: 'FR' }] })?.rule).toBe(
      'consent',
    );
  });
});

describe('silenceOf', () => {
  const refused = { consumer: true, refusedAt: '2026-10-01' };
  const until = (fields: Parameters<typeof account>[0]) => {
    const silence = silenceOf(account(fields), packs);
    return silence === null ? null : instantOf(silence.until);
  };

  it('lasts 60 whole days after the day of the refusal for a French consumer', () => {
    expect(until({ jurisdiction: 'FR', timeZone: 'Europe/Paris', contact: refused })).toBe('2026-11-30T23:00:00Z');
  });

  it('lasts a year in Washington, a day more so that a leap year fits', () => {
    const place = { jurisdiction: 'US-WA', timeZone: 'America/Los_Angeles' };
    expect(until({ ...place, contact: { refusedAt: '2027-10-01' } })).toBe('2028-10-02T07:00:00Z');
  });

  it('is none for a French business, where no pack asks for it, and without a refusal', () => {
    expect(until({ jurisdiction: 'FR', contact: { refusedAt: '2026-10-01' } })).toBeNull();
    expect(until({ jurisdiction: 'DE', contact: refused })).toBeNull();
    expect(until({ jurisdiction: 'US', contact: refused })).toBeNull();
    expect(until({ jurisdiction: 'FR', contact: { consumer: true } })).toBeNull();
  });

  it('is the longest of all places the customer may be at', () => {
    const alternatives = [{ timeZone: 'America/Los_Angeles', jurisdiction: 'US-WA' }];
    expect(until({ jurisdiction: 'FR', timeZone: 'Europe/Paris', contact: refused, alternatives })).toBe(
      '2027-10-03T07:00:00Z',
    );
  });

  it('refuses an engagement that is due before it ends, and names the day it ends', () => {
    const silence = silenceOf(account({ jurisdiction: 'FR', timeZone: 'Europe/Paris', contact: refused }), packs);
    if (silence === null) throw new Error('the silence of the example is missing');
    expect(silenced(silence, silence.until)?.detail).toEqual({
      code: 'silence-after-refusal',
      numbers: { days: 60 },
      refs: { jurisdiction: 'FR', until: '2026-12-01' },
    });
    expect(silenced(silence, silence.until + 1)).toBeNull();
    expect(silenced(null, 0)).toBeNull();
  });
});
