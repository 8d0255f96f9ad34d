import type { Cause, CheapestChange, Reason } from '../model/plan.ts';
import { duration, grouped, money, percent } from './amount.ts';
import { shortDate } from './local-time.ts';

/** Causes in plain words. */
export const CAUSES: Readonly<Record<Cause, { readonly title: string; readonly text: string }>> = {
  outbid: { title: 'No room, others gain more', text: 'Every feasible hour is worth more with another account.' },
  'not-worthwhile': { title: 'Costs more than it saves', text: 'The contact would cost more than it protects.' },
  budget: { title: 'Contact budget used up', text: 'The policy caps how many new touches one run may plan.' },
  'contact-cap': { title: 'Contacted often enough', text: 'One more touch would break a contact cap.' },
  'minimum-gap': { title: 'Too soon after another touch', text: 'The minimum gap between two touches leaves no time.' },
  'no-window': { title: 'No common free time', text: 'No hour suits the customer, the rules and a rep at once.' },
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

/** The cheapest change that would schedule an item, as a sentence without its end. */
export function changeText(change: CheapestChange, currency: string): string {
  const where = repAndDay(change);
  switch (change.kind) {
    case 'rep-minutes':
      return `${duration(change.minutes ?? 0)} more${where === '' ? '' : ` of ${where}`}`;
    case 'rep-skill':
      return change.rep === undefined ? 'a rep with the skill' : `the skill for ${change.rep}`;
    case 'rep-language':
      return change.rep === undefined ? 'a rep with the language' : `the language for ${change.rep}`;
    case 'rule':
      return `an exception from the rule ${change.rule ?? 'that binds'}`;
    case 'value':
      return `${money(change.value ?? 0, currency)} more to protect`;
    case 'none':
      return 'no single change does it';
  }
}

/** The same as a whole sentence. */
export function changeSentence(change: CheapestChange, currency: string): string {
  return change.kind === 'none'
    ? 'No single change would place it.'
    : `Cheapest change: ${changeText(change, currency)}.`;
}

/** What several cheapest changes have in common; null where a change helps one item alone. */
export function changeTheme(change: CheapestChange): string | null {
  switch (change.kind) {
    case 'rep-minutes':
      return change.rep === undefined ? null : `More time of ${repAndDay(change)}`;
    case 'rep-skill':
      return change.rep === undefined ? 'A rep with the skill' : `The skill for ${change.rep}`;
    case 'rep-language':
      return change.rep === undefined ? 'A rep with the language' : `The language for ${change.rep}`;
    case 'rule':
      return `An exception from the rule ${change.rule ?? 'that binds'}`;
    case 'value':
    case 'none':
      return null;
  }
}

function repAndDay({ rep, day }: CheapestChange): string {
  return [rep, day === undefined ? undefined : `on ${shortDate(day)}`].filter((part) => part !== undefined).join(' ');
}

/** A reason as a short clause: its own words where the code is known, code and numbers as they stand where not. */
export function reasonText(reason: Reason, currency: string): string {
  const known = KNOWN[reason.code];
  if (known) return known(reason, currency);
  const numbers = Object.entries(reason.numbers).map(
    ([name, value]) => `${words(name)} ${numberText(name, value, currency)}`,
  );
  const refs = Object.entries(reason.refs).map(([name, value]) => `${words(name)} ${value}`);
  const details = [...refs, ...numbers].join(', ');
  return details === '' ? words(reason.code) : `${words(reason.code)}: ${details}`;
}

type Sentence = (reason: Reason, currency: string) => string;
const KNOWN: Readonly<Record<string, Sentence>> = {
  value: ({ numbers }, currency) => `protects ${money(numbers['value'] ?? 0, currency)}`,
  loss: ({ numbers }) =>
    `chance of loss ${percent(numbers['before'] ?? 0)} → ${percent(numbers['after'] ?? 0)} if held as planned`,
  'runner-up': ({ numbers, refs }, currency) =>
    `next best: ${refs['rep'] ?? 'another place'}, ${money(numbers['by'] ?? 0, currency)} less`,
  pinned: () => 'agreed before, kept as it is',
};

function words(code: string): string {
  return code
    .replaceAll(/[-_]/g, ' ')
    .replace(/([a-z])([A-Z])/g, (_, a: string, b: string) => `${a} ${b.toLowerCase()}`);
}

const MONEY =
  /^(value|by|cost|gain|price|perHour|stake|bid|worth|margin|surplus|disruption)$|(Value|Cost|Price|Gain|Worth)$/;
const CHANCE = /^(before|after|effect|show|probability|chance|loss|affinity|averts|share)$|(Probability|Chance|Share)$/;

/** A number of a reason whose code has no words of its own, in the unit its name tells. */
function numberText(name: string, value: number, currency: string): string {
  if (MONEY.test(name)) return money(value, currency);
  if (CHANCE.test(name) && value >= 0 && value <= 1) return percent(value);
  if (/minutes$/i.test(name)) return duration(value);
  return Number.isInteger(value) ? grouped(value) : String(Number(value.toPrecision(4)));
}
