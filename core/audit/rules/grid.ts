import { eachMeeting, type Rule } from '../rule.ts';
import { instantText } from '../zone.ts';

/** Starts are whole multiples of the slot from the Unix epoch. */
export const grid: Rule = {
  name: 'grid',
  check: eachMeeting(({ start, index }, { portfolio, plan }) => {
    const slot = portfolio.horizon.slotMinutes;
    const text = plan.assignments[index]?.start ?? '';
    if (start % slot === 0 && Date.parse(text) === start * 60_000) return null;
    return {
      received: text,
      expected: `a multiple of ${slot} minutes, such as ${instantText(Math.ceil(start / slot) * slot)}`,
      remedy: 'start on the grid',
    };
  }),
};
