import { measureTitle } from './measure-words.ts';

const TITLES: Readonly<Record<string, string>> = {
  'allowed-hours': 'Contacts only within allowed hours',
  objection: 'No contact after an objection',
  'contact-cap': 'No more contacts than a customer is to have',
  'group-starved': 'No group of customers served far less than another',
  'rep-ceiling': 'No rep beyond what a day may hold, breaks and free minutes included',
  'returner-flooded': 'No flood of meetings on return from leave',
  'vulnerable-dropped': 'No vulnerable customer dropped without a person',
  'long-term': 'No gain today that is paid for next year',
  contract: 'The form of a policy',
  'critical-blocked': 'Nothing runs in a critical situation',
  'adverse-to-a-person': 'Nothing adverse to somebody without a person',
  'somebody-may-decide': 'Somebody may decide',
  'recorded-portfolio': 'A portfolio to plan',
  contacts: 'Contacts made',
  utilisation: 'How full the days of reps are',
  'worst-parity': 'Coverage of the worst-served group',
};

/** A check in words; where it has none, its name says what it is. */
export function checkTitle(name: string): string {
  return TITLES[name] ?? measureTitle(name);
}
