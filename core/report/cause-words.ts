import type { Cause } from '../model/plan.ts';

/** Causes in plain words. */
export const CAUSES: Readonly<Record<Cause, { readonly title: string; readonly text: string }>> = {
  outbid: { title: 'No room, others gain more', text: 'What would have to leave for it is worth more.' },
  'not-worthwhile': { title: 'Costs more than it saves', text: 'The contact would cost more than it protects.' },
  budget: { title: 'Contact budget used up', text: 'The policy caps how many new meetings one run may plan.' },
  'contact-cap': { title: 'Contacted often enough', text: 'One more contact would break a contact cap.' },
  'minimum-gap': {
    title: 'Too soon after another contact',
    text: 'The minimum gap between two contacts leaves no time.',
  },
  'no-window': { title: 'No common free time', text: 'No hour suits the customer, the rules and a rep at once.' },
  'too-long': {
    title: 'Longer than any working day',
    text: 'No rep who fits may plan that long a meeting in one day.',
  },
  'no-skill': { title: 'No rep has the skill', text: 'Nobody on the list has all the skills it needs.' },
  'no-language': { title: 'No rep speaks the language', text: 'Nobody on the list speaks a language it asks for.' },
  'no-role': { title: 'No rep has the role', text: 'Nobody on the list has a role it asks for.' },
  'no-team': { title: 'No rep in the team', text: 'Nobody on the list is in a team it asks for.' },
  precedence: { title: 'Waits for another engagement', text: 'What must be held before it is not in the plan.' },
  consent: { title: 'No consent for the channel', text: 'The customer has not allowed this channel.' },
  'silence-after-refusal': {
    title: 'Silence after a refusal',
    text: 'The customer declined; the rules ask for silence.',
  },
  objection: { title: 'The customer objected', text: 'An objection is absolute: no channel, no run.' },
};

/** The order the report tells them in: what was scarce, what rules hold, what the customer decided. */
export const CAUSE_ORDER: readonly Cause[] = [
  'outbid',
  'no-window',
  'too-long',
  'no-skill',
  'no-language',
  'no-role',
  'no-team',
  'contact-cap',
  'minimum-gap',
  'precedence',
  'budget',
  'not-worthwhile',
  'consent',
  'silence-after-refusal',
  'objection',
];
