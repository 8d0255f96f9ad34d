import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PersonId } from '../../core/model/ids.ts';
import { Autonomy, Policy } from '../../core/model/policy.ts';
import { eligibleApprovers, quorumOf } from '../../core/policy/gate-approvers.ts';

const PEOPLE = ['ana', 'bob', 'dana', 'eli'];
const person = fc.constantFrom(...PEOPLE).map((id) => PersonId.parse(id));
const approvers = fc.array(fc.record({ id: person, mayDecide: fc.boolean() }), { maxLength: 8 });

describe('who may decide on a run', () => {
  it('is never its author nor who asked for it, each person once, and everybody else who may', () => {
    fc.assert(
      fc.property(approvers, person, person, (named, author, askedBy) => {
        const policy = Policy.parse({ contract: 'policy/1', approvers: named });
        const eligible = eligibleApprovers(policy, author, askedBy).map(({ id }) => id);
        const may = named.filter(({ mayDecide, id }) => mayDecide && id !== author && id !== askedBy);
        expect(eligible).toEqual([...new Set(may.map(({ id }) => id))]);
      }),
    );
  });

  it('is as many people as the autonomy says', () => {
    expect(Autonomy.options.map(quorumOf)).toEqual([0, 1, 2, 0]);
  });
});
