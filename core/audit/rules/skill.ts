import { eachMeeting, type Rule } from '../rule.ts';

export const skill: Rule = {
  name: 'skill',
  check: eachMeeting(({ engagement, rep }) => {
    const missing = engagement.skills.filter((needed) => !rep.skills.includes(needed));
    return missing.length === 0
      ? null
      : {
          field: 'rep',
          received: `${rep.id} without ${missing.join(', ')}`,
          expected: `all of ${engagement.skills.join(', ')}`,
          remedy: 'choose a rep with all the skills',
        };
  }),
};
