import type { Flaw } from '../finding.ts';
import { assignmentPath, type Rule } from '../rule.ts';
import { capsOf } from '../touches.ts';
import { instantText } from '../zone.ts';

/** For each cap, each window that starts at a touch and holds an unpinned planned one holds no more touches than allowed. */
export const contactCap: Rule = {
  name: 'contact-cap',
  check: (context) => {
    const flaws: Flaw[] = [];
    for (const [id, meetings] of context.meetingsOfAccount) {
      const account = context.accounts.get(id);
      if (account === undefined) continue;
      const past = (context.ledger.get(id) ?? []).map((at) => ({ at, meeting: null }));
      const touches = [...past, ...meetings.map((meeting) => ({ at: meeting.start, meeting }))];
      for (const cap of capsOf(account, context)) {
        for (const from of new Set(touches.map(({ at }) => at))) {
          const held = touches.filter(({ at }) => from <= at && at < from + cap.days * 1440);
          const planned = held.findLast(({ meeting }) => meeting !== null && !meeting.pinned)?.meeting ?? null;
          if (planned === null || held.length <= cap.touches) continue;
          flaws.push({
            path: assignmentPath(planned, 'start'),
            received: `${held.length} touches of ${id} in the ${cap.days} × 24 h from ${instantText(from)}`,
            expected: `at most ${cap.touches}`,
            remedy: 'take one out or move it',
          });
        }
      }
    }
    return { count: context.meetingsOfAccount.size, flaws };
  },
};
