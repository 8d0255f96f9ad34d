import { eachMeeting, type Rule } from '../rule.ts';

export const language: Rule = {
  name: 'language',
  check: eachMeeting(({ engagement, rep }) =>
    engagement.languages.length === 0 || engagement.languages.some((spoken) => rep.languages.includes(spoken))
      ? null
      : {
          field: 'rep',
          received: `${rep.id}, who speaks ${rep.languages.join(', ') || 'none listed'}`,
          expected: `one of ${engagement.languages.join(', ')}`,
          remedy: 'choose a rep who speaks one of the languages',
        },
  ),
};
