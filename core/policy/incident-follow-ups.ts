import type { Incident } from '../model/incident.ts';
import type { FollowUp } from '../model/run.ts';

/** What an incident leaves to people: each question they must decide, and a gate that nobody decided at. */
export function incidentFollowUps({ run, outcome, cause, decide, rolledBack }: Incident): readonly FollowUp[] {
  const open: FollowUp[] = [];
  if (outcome === 'expired') {
    open.push({ kind: 'pending-approval', subject: run, text: 'The gate expired: the plan is not approved.' });
  }
  if (rolledBack.restored) {
    open.push({ kind: 'incident', subject: run, text: 'Customers and reps may have seen the plan that was undone.' });
  }
  return [...open, ...decide.map((text) => ({ kind: 'incident' as const, subject: cause.name, text }))];
}
