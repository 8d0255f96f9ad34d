import type { Flaw } from '../finding.ts';
import { assignmentPath, type Rule, told } from '../rule.ts';

/** Of two meetings of a rep, not both pinned, one starts at least the buffer after the other ends. */
export const overlap: Rule = {
  name: 'overlap',
  check: (context) => {
    const buffer = context.policy.rep.bufferMinutes;
    const flaws: Flaw[] = [];
    for (const meetings of context.meetingsOfRep.values()) {
      const longest = Math.max(...meetings.map(({ start, end }) => end - start));
      for (const [position, later] of meetings.entries()) {
        for (let k = position - 1; k >= 0; k--) {
          const earlier = meetings[k];
          // Nothing further back can reach: meetings are in order of their start.
          if (earlier === undefined || earlier.start + longest + buffer <= later.start) break;
          if (earlier.end + buffer <= later.start || (earlier.pinned && later.pinned)) continue;
          flaws.push({
            path: assignmentPath(later, 'start'),
            received: `${told(later)} and ${told(earlier)}`,
            expected: `${buffer} free minutes between them`,
            remedy: 'move one of the two',
          });
        }
      }
    }
    return { count: context.meetings.length, flaws };
  },
};
