import { eachMeeting, type Rule } from '../rule.ts';

/** Nobody meets an account that objected; pinned or not. */
export const objection: Rule = {
  name: 'objection',
  check: eachMeeting(
    ({ account }) =>
      account.contact.objected
        ? {
            field: 'account',
            received: account.id,
            expected: 'no meeting: the account objected',
            remedy: 'take it out',
          }
        : null,
    'all',
  ),
};
