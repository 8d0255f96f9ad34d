import { describe, expect, it } from 'vitest';
import { PersonId } from '../../core/model/ids.ts';
import { Policy } from '../../core/model/policy.ts';
import { addressOf, withoutAddresses } from '../../core/policy/addresses.ts';

const person = (id: string) => ({ id, email: `${id}@acme.example` });
const policy = Policy.parse({
  contract: 'policy/1',
  approvers: [person('dana'), { id: 'eli' }],
  oversight: [person('olga'), person('eli')],
});
const of = (id: string) => addressOf(policy, PersonId.parse(id));

describe('addresses of a policy', () => {
  it('are those of the person asked about, wherever the policy has one', () => {
    expect(['dana', 'olga', 'eli'].map(of)).toEqual(['dana@acme.example', 'olga@acme.example', 'eli@acme.example']);
    expect(of('somebody')).toBeUndefined();
    expect(addressOf(withoutAddresses(policy), PersonId.parse('dana'))).toBeUndefined();
  });

  it('are in none of what is kept as evidence, which names the same people and changes nothing else', () => {
    const kept = withoutAddresses(policy);
    expect(JSON.stringify(kept)).not.toContain('@');
    expect(kept.approvers.map(({ id }) => id)).toEqual(['dana', 'eli']);
    expect({ ...kept, approvers: [], oversight: [] }).toEqual({ ...policy, approvers: [], oversight: [] });
  });
});
