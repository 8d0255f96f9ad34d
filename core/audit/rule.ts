import type { AuditContext, Meeting } from './context.ts';
import type { Figures } from './figures.ts';
import type { Checked, Flaw } from './finding.ts';
import { instantText } from './zone.ts';

/** One invariant of core/README.md. */
export interface Rule {
  readonly name: string;
  readonly check: (context: AuditContext, figures: Figures) => Checked;
}

/** What is wrong with one meeting. */
export interface Misfit {
  readonly received: string;
  readonly expected: string;
  readonly remedy: string;
  /** Field of the assignment; default: its start. */
  readonly field?: string;
}

/** A rule that looks at one meeting at a time; pinned ones are excused unless said otherwise. */
export function eachMeeting(
  check: (meeting: Meeting, context: AuditContext) => Misfit | null,
  which: 'unpinned' | 'all' = 'unpinned',
): (context: AuditContext) => Checked {
  return (context) => {
    const meetings = which === 'all' ? context.meetings : context.meetings.filter(({ pinned }) => !pinned);
    const flaws = meetings.flatMap((meeting): Flaw[] => {
      const misfit = check(meeting, context);
      if (misfit === null) return [];
      const { field = 'start', ...rest } = misfit;
      return [{ path: assignmentPath(meeting, field), ...rest }];
    });
    return { count: meetings.length, flaws };
  };
}

export function assignmentPath(meeting: Meeting, field: string): string {
  return `/assignments/${meeting.index}/${field}`;
}

/** `E-1 with R-7, 2026-11-24T09:00:00Z to 2026-11-24T09:45:00Z`. */
export function told({ engagement, rep, start, end }: Meeting): string {
  return `${engagement.id} with ${rep.id}, ${instantText(start)} to ${instantText(end)}`;
}
