import { eachMeeting, type Rule } from '../rule.ts';

export const role: Rule = {
  name: 'role',
  check: eachMeeting(({ engagement, rep }) =>
    engagement.roles.length === 0 || (rep.role !== undefined && engagement.roles.includes(rep.role))
      ? null
      : {
          field: 'rep',
          received: `${rep.id}, ${rep.role ?? 'no role'}`,
          expected: `one of ${engagement.roles.join(', ')}`,
          remedy: 'choose a rep with one of the roles',
        },
  ),
};
