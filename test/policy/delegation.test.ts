import { describe, expect, it } from 'vitest';
import { PersonId } from '../../core/model/ids.ts';
import { type DelegationQuestion, delegates } from '../../core/policy/delegation.ts';

const person = (id: string, mayDecide = true) => ({ id: PersonId.parse(id), mayDecide });

function to(question: Partial<DelegationQuestion> = {}): string[] {
  const asked = ['ben', 'cleo'].map((id) => PersonId.parse(id));
  return delegates({
    approvers: ['ana', 'ben', 'cleo', 'dana'].map((id) => person(id)),
    author: PersonId.parse('ana'),
    askedBy: null,
    from: PersonId.parse('ben'),
    asked,
    decided: [],
    handedOver: [],
    quorum: 1,
    ...question,
  }).map(({ id }) => id);
}

describe('handing a decision over', () => {
  it('is possible to whoever may decide, save the author and oneself', () => {
    expect(to()).toEqual(['cleo', 'dana']);
  });

  it('is not possible to who asked for the run in the name of another', () => {
    expect(to({ askedBy: PersonId.parse('dana') })).toEqual(['cleo']);
  });

  it('is not possible to who may not decide, has decided, or has handed over', () => {
    expect(to({ approvers: [person('cleo', false), person('dana')] })).toEqual(['dana']);
    expect(to({ decided: [PersonId.parse('cleo')] })).toEqual(['dana']);
    expect(to({ handedOver: [PersonId.parse('dana')] })).toEqual(['cleo']);
  });

  it('leaves two distinct people where two have to approve', () => {
    expect(to({ quorum: 2 })).toEqual(['dana']);
  });

  it('names everybody once, however often the policy does', () => {
    expect(to({ approvers: [person('dana'), person('dana')] })).toEqual(['dana']);
  });
});
