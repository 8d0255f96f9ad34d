import type { PersonId } from '../model/ids.ts';
import type { Policy } from '../model/policy.ts';

/** The policy as evidence keeps it: people by their ids, reachable only through the configuration of the moment. */
export function withoutAddresses(policy: Policy): Policy {
  const people = (list: Policy['approvers']) => list.map(({ email: _, ...person }) => person);
  return { ...policy, approvers: people(policy.approvers), oversight: people(policy.oversight) };
}

/** Where the configured policy reaches a person it names; undefined: it does not name them. */
export function addressOf(policy: Policy, person: PersonId): string | undefined {
  const named = [...policy.approvers, ...policy.oversight].find(
    ({ id, email }) => id === person && email !== undefined,
  );
  return named?.email;
}
