import type { Incident } from '../model/incident.ts';
import { count } from './amount.ts';
import { standingMeetings } from './run-words.ts';

type InForce = NonNullable<NonNullable<Incident['asked']>['inForce']>;

/** What happened, as a headline: what was gone back to where no plan of a run was undone. */
export function incidentHeadline({ outcome, asked, rolledBack }: Incident): string {
  if (outcome === 'expired') return 'Nobody decided in time';
  if (asked === undefined || rolledBack.restored) return 'A run was rolled back';
  if (asked.baseline === null) return 'There was no baseline to go back to';
  return asked.changed ? `Back to baseline ${asked.baseline}` : `Baseline ${asked.baseline} was in force already`;
}

/** What stays of what is published, of a rollback that undid no plan. */
export function stays({ asked }: Incident): string {
  if (asked === undefined) return 'No plan had to be undone: what is published stays as it is.';
  const { inForce, run } = asked;
  const size = inForce?.meetings === undefined ? '' : ` (${meetingsOf(inForce.meetings, inForce)})`;
  const none = run === null ? 'No plan was taken back' : `The plan of ${run} was not in force`;
  return inForce === null ? `${none}, and no plan is published.` : `${none}: the published plan${size} stays in force.`;
}

function meetingsOf(meetings: number, { calledOff = 0, begun = 0 }: InForce): string {
  return calledOff + begun === 0 ? count(meetings, 'meeting') : standingMeetings(meetings, calledOff, begun);
}

/** The cause for people: its name too, but where the name says no more than the text. */
export function causeOf({ cause }: Incident): { readonly name: string | undefined; readonly text: string } {
  return { name: cause.name === 'rollback-requested' ? undefined : cause.name, text: cause.text };
}
