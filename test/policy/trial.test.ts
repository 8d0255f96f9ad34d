import { describe, expect, it } from 'vitest';
import { TenantId } from '../../core/model/ids.ts';
import { Flags } from '../../core/model/policy.ts';
import { flagsOfTenant, trialsOf } from '../../core/policy/trial.ts';

const [acme, other] = [TenantId.parse('acme'), TenantId.parse('other')];
const flags = (scheduling: object) =>
  Flags.parse({ scheduling: { enabled: true, mode: 'on', ...scheduling }, stop: { enabled: false } });

describe('flags of a tenant', () => {
  it('are the same flags, to the object, where nobody is on trial', () => {
    const all = flags({});
    expect(flagsOfTenant(all, acme, true)).toBe(all);
  });

  it('are what they were before any trial for whoever is not on trial', () => {
    expect(flagsOfTenant(flags({ trials: ['acme:shadow'] }), other, true)).toEqual(flags({}));
    expect(flagsOfTenant(flags({ trials: ['*:shadow'] }), other, true)).toEqual(flags({}));
  });

  it.each([
    ['on', 'acme:shadow', { mode: 'shadow' }],
    ['on', 'acme:canary:0.1', { mode: 'canary', share: 0.1 }],
    ['shadow', 'acme:canary:0.1', { mode: 'shadow' }],
    ['off', 'acme:shadow', { mode: 'off' }],
  ])('%s is held by %s', (mode, trial, expected) => {
    expect(flagsOfTenant(flags({ mode, trials: [trial] }), acme, true).scheduling).toMatchObject(expected);
  });

  it('keep a canary inside a canary to the smaller share, without the segments of the larger', () => {
    const inside = flags({ mode: 'canary', share: 0.05, segments: ['region:emea'], trials: ['acme:canary:0.1'] });
    expect(flagsOfTenant(inside, acme, true).scheduling).toEqual({ enabled: true, mode: 'canary', share: 0.05 });
  });

  it('hold a tenant without a policy of its own by the trial of the default', () => {
    expect(flagsOfTenant(flags({ trials: ['*:shadow'] }), acme, false).scheduling.mode).toBe('shadow');
    expect(flagsOfTenant(flags({ trials: ['acme:shadow'] }), acme, false).scheduling.mode).toBe('on');
  });
});

describe('trials of a stage', () => {
  it('replace those of the same policies, leave others alone, and are gone in the last stage', () => {
    const shadow = trialsOf(['other:shadow'], [acme], 'shadow', 0.1);
    expect(shadow).toEqual(['acme:shadow', 'other:shadow']);
    const canary = trialsOf(shadow, [acme], 'canary', 0.1);
    expect(canary).toEqual(['acme:canary:0.1', 'other:shadow']);
    expect(trialsOf(canary, [acme], 'all', 0.1)).toEqual(['other:shadow']);
    expect(trialsOf(['acme:shadow'], [acme], 'all', 0.1)).toBeUndefined();
    expect(trialsOf(['acme:shadow', 'other:shadow', 'third:shadow'], [acme, other], 'all', 0.1)).toEqual([
      'third:shadow',
    ]);
  });
});
