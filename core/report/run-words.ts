import type { RunStatus } from '../model/run.ts';
import { count, grouped } from './amount.ts';

export interface RunWords {
  readonly title: string;
  readonly text: string;
  /** What is left to people. */
  readonly next: readonly string[];
}

const UNTOUCHED = 'Nothing was published: the plan in force, calendars and CRM are as they were.';

/** Each state of a run for people: what it means, and what they can do. */
export const RUN_WORDS: Readonly<Record<RunStatus, RunWords>> = {
  accepted: { title: 'Waiting to start', text: 'The run was taken and has not begun yet.', next: [] },
  running: { title: 'Under way', text: 'The run is being planned and checked.', next: [] },
  'waiting-for-decision': {
    title: 'Waiting for a decision',
    text: 'The plan is ready. Whoever may decide was asked by mail.',
    next: ['If you were asked, open the link in your mail. Time-out means not approved.'],
  },
  committed: { title: 'Being published', text: 'The plan is in force and is being published.', next: [] },
  published: {
    title: 'Being handed over',
    text: 'Calendars and CRM were told; report and scorecard are being made.',
    next: [],
  },
  done: {
    title: 'Published',
    text: 'The plan is in force; calendars and CRM were told.',
    next: ['Read the outcome report, and look at what stays to be done.'],
  },
  shadowed: {
    title: 'Planned without effect',
    text: `The scheduling flag is on shadow. ${UNTOUCHED}`,
    next: ['Read the outcome report: it says what would have happened.'],
  },
  refused: {
    title: 'Refused',
    text: `A check said no before the plan took effect. ${UNTOUCHED}`,
    next: ['Do what each reason asks for, and start a new run. The portfolio that was sent is still there.'],
  },
  rejected: {
    title: 'Rejected',
    text: `An approver said no. ${UNTOUCHED}`,
    next: ['Change what the reason asks for in the portfolio or the policy, and start a new run.'],
  },
  'changes-requested': {
    title: 'Sent back for changes',
    text: `An approver asked for changes. ${UNTOUCHED}`,
    next: ['Change what is asked for in the portfolio or the policy, and start a new run.'],
  },
  expired: {
    title: 'Nobody decided in time',
    text: `Time-out means not approved. ${UNTOUCHED}`,
    next: ['Read the incident: it says what is for people to decide.', 'Start a new run, or leave the plan as it is.'],
  },
  stopped: {
    title: 'Stopped',
    text: 'Somebody who may stop this run, or all runs, did so before its next step.',
    next: ['Start a new run when the cause is gone. What was published before stays as it is.'],
  },
  'rolled-back': {
    title: 'Rolled back',
    text: 'Something was wrong, and the last stable state is in force. Oversight was told.',
    next: ['Read the incident: it says what happened, what was undone, and what is for people to decide.'],
  },
  failed: {
    title: 'Failed',
    text: 'The run ended without coming to its end.',
    next: ['Read the last step below, and start a new run once its cause is gone.'],
  },
};

/** Of a published run, once another plan is in force. */
export const REPLACED: RunWords = {
  title: RUN_WORDS.done.title,
  text: 'The plan was published, and a later one is in force instead of it.',
  next: ['Read the outcome report: it says what this plan was to do.'],
};

/** `12 of 14 meetings stand: 2 were called off after an objection`. */
export function standingMeetings(proposed: number, calledOff: number, begun = 0): string {
  const stand = proposed - calledOff - begun;
  const were = (meetings: number) => `${grouped(meetings)} ${meetings === 1 ? 'was' : 'were'}`;
  const off = calledOff > 0 && `${were(calledOff)} called off after an objection`;
  const late =
    begun > 0 &&
    `${grouped(begun)} had begun before the plan was in force and ${begun === 1 ? 'was' : 'were'} left out`;
  const why = [off, late].filter((part) => part !== false).join('; ');
  return `${grouped(stand)} of ${count(proposed, 'meeting')} ${stand === 1 ? 'stands' : 'stand'}${why === '' ? '' : `: ${why}`}`;
}
