import { describe, expect, it } from 'vitest';
import { TenantId } from '../../core/model/ids.ts';
import { PolicySet } from '../../core/model/policy.ts';
import { candidateParts, withPolicyOf } from '../../core/policy/candidate-parts.ts';
import { setChanges } from '../../core/policy/policy-changes.ts';

const acme = TenantId.parse('acme');
const policy = (more: object = {}) => ({ contract: 'policy/1', ...more });
const set = (tenants: object, more: object = {}) =>
  PolicySet.parse({ contract: 'policy-set/1', default: policy(more), tenants });
const person = (email: string) => ({ id: 'ann', email });

describe('parts of a candidate', () => {
  it('are the policies in which two sets differ, with every value that does', () => {
    const parts = candidateParts(set({ acme: policy() }), set({ acme: policy({ equity: { floor: 0.9 } }) }));
    expect(parts.map(({ part, changes }) => [part, changes])).toEqual([
      ['acme', [{ path: '/equity/floor', from: '0.8', to: '0.9' }]],
    ]);
  });

  it('tell that an address changed, and neither the old nor the new one', () => {
    const [part] = candidateParts(
      set({ acme: policy({ approvers: [person('old@acme.example')] }) }),
      set({ acme: policy({ approvers: [person('new@acme.example')] }) }),
    );
    expect(part?.changes).toEqual([{ path: '/approvers/0/email', from: 'an address', to: 'another address' }]);
  });

  it('compare a tenant that gets its own policy with the default it lived by', () => {
    const parts = candidateParts(set({}), set({ acme: policy({ breaker: { windowHours: 12 } }) }));
    expect(parts.map(({ part, changes }) => [part, changes.length])).toEqual([['acme', 1]]);
  });

  it('name the default first, and a tenant only where its own policy differs', () => {
    const parts = candidateParts(set({ acme: policy() }), set({ acme: policy() }, { breaker: { windowHours: 12 } }));
    expect(parts.map(({ part }) => part)).toEqual(['*']);
  });

  it('are none of what a set changes beside its policies, which names hosts of webhooks and nothing behind them', () => {
    const stable = PolicySet.parse({
      ...set({ acme: policy() }),
      webhooks: { acme: { url: 'https://acme.example/a' } },
    });
    const looser = PolicySet.parse({
      ...set({ acme: policy({ equity: { floor: 0.9 } }) }),
      webhooks: { acme: { url: 'https://elsewhere.example/b' } },
      promotion: { worlds: 8 },
    });
    expect(candidateParts(stable, looser).map(({ part, changes }) => [part, changes])).toEqual([
      ['acme', [{ path: '/equity/floor', from: '0.8', to: '0.9' }]],
    ]);
    expect(setChanges(stable, looser)).toEqual([
      { path: '/promotion/worlds', from: '60', to: '8' },
      { path: '/webhooks/acme/url', from: 'https://acme.example', to: 'https://elsewhere.example' },
    ]);
    const moved = PolicySet.parse({ ...stable, webhooks: { acme: { url: 'https://acme.example/secret' } } });
    expect(candidateParts(stable, moved)).toEqual([]);
    expect(setChanges(stable, moved)).toEqual([
      {
        path: '/webhooks/acme/url',
        from: 'https://acme.example',
        to: 'https://acme.example, another address there',
      },
    ]);
    expect(setChanges(stable, PolicySet.parse({ ...stable, webhooks: {} }))).toEqual([
      { path: '/webhooks', from: 'not set', to: '{}' },
      { path: '/webhooks/acme/url', from: 'https://acme.example', to: 'not set' },
    ]);
  });

  it('of a tenant’s own candidate are that tenant’s alone, whatever else the candidate holds', () => {
    const stable = set({ acme: policy(), other: policy() });
    const sent = set({
      acme: policy({ breaker: { windowHours: 12 } }),
      other: policy({ breaker: { windowHours: 6 } }),
    });
    expect(candidateParts(stable, withPolicyOf(stable, acme, sent)).map(({ part }) => part)).toEqual(['acme']);
  });
});
