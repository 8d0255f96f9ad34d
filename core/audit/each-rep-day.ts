import type { Rep } from '../model/portfolio.ts';
import type { AuditContext, Meeting } from './context.ts';
import type { Checked, Flaw } from './finding.ts';

/** A rule that looks at the meetings of one rep on one local day, in order of their start. */
export function eachRepDay(
  check: (rep: Rep, day: string, meetings: readonly Meeting[], context: AuditContext) => readonly Flaw[],
): (context: AuditContext) => Checked {
  return (context) => {
    let count = 0;
    const flaws: Flaw[] = [];
    for (const meetings of context.meetingsOfRep.values()) {
      for (const [day, ofDay] of Map.groupBy(meetings, (meeting) => meeting.day)) {
        const rep = ofDay[0]?.rep;
        if (rep === undefined) continue;
        count += 1;
        flaws.push(...check(rep, day, ofDay, context));
      }
    }
    return { count, flaws };
  };
}
