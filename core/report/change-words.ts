import type { CheapestChange } from '../model/plan.ts';
import { duration, money } from './amount.ts';
import { shortDate } from './local-time.ts';

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
      return RULES[change.rule ?? ''] ?? `an exception from the rule ${change.rule ?? 'that binds'}`;
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
      return sentenceCase(changeText(change, ''));
    case 'value':
    case 'none':
      return null;
  }
}

function repAndDay({ rep, day }: CheapestChange): string {
  return [rep, day === undefined ? undefined : `on ${shortDate(day)}`].filter((part) => part !== undefined).join(' ');
}

/** What would have to give, by the rule that binds. */
const RULES: Readonly<Record<string, string>> = {
  consent: 'the customer’s consent',
  silence: 'the end of the silence the customer asked for',
  precedence: 'a place for what comes before it',
  budget: 'a larger contact budget',
  window: 'a wider window, or more common hours',
  'contact-cap': 'a looser contact cap',
  'minimum-gap': 'a shorter minimum gap',
  role: 'the role for a rep',
  team: 'the team for a rep',
};

function sentenceCase(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
