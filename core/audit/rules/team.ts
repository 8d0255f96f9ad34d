import { eachMeeting, type Rule } from '../rule.ts';

export const team: Rule = {
  name: 'team',
  check: eachMeeting(({ engagement, rep }) =>
    engagement.teams.length === 0 || engagement.teams.includes(rep.team)
      ? null
      : {
          field: 'rep',
          received: `${rep.id} of ${rep.team}`,
          expected: `one of ${engagement.teams.join(', ')}`,
          remedy: 'choose a rep of one of the teams',
        },
  ),
};
