import { auditContext } from '../../audit/context.ts';
import { figuresOf } from '../../audit/figures.ts';
import type { Rule } from '../../audit/rule.ts';
import { accountHours } from '../../audit/rules/account-hours.ts';
import { breakRule } from '../../audit/rules/break.ts';
import { consent } from '../../audit/rules/consent.ts';
import { contactCap } from '../../audit/rules/contact-cap.ts';
import { dailyCount } from '../../audit/rules/daily-count.ts';
import { dailyMinutes } from '../../audit/rules/daily-minutes.ts';
import { minimumGap } from '../../audit/rules/minimum-gap.ts';
import { objection } from '../../audit/rules/objection.ts';
import { overlap } from '../../audit/rules/overlap.ts';
import { quietHours } from '../../audit/rules/quiet-hours.ts';
import { repHours } from '../../audit/rules/rep-hours.ts';
import { silence } from '../../audit/rules/silence.ts';
import { packs } from '../../calendar/packs.ts';
import { Digest } from '../../model/ids.ts';
import type { Plan } from '../../model/plan.ts';
import type { Policy } from '../../model/policy.ts';
import type { Portfolio } from '../../model/portfolio.ts';
import type { Breach, Condition } from '../../model/simulation.ts';
import { accountOf, asOfDay, engagementOf } from '../world/crm-view.ts';
import type { Meeting } from '../world/live-day.ts';
import { repOf } from '../world/rep-calendar.ts';
import type { WorldState } from '../world/state.ts';
import type { World } from '../world/world.ts';

const RULES: readonly (readonly [Condition, readonly Rule[]])[] = [
  ['allowed-hours', [accountHours, quietHours, silence]],
  ['objection', [objection, consent]],
  ['contact-cap', [contactCap, minimumGap]],
  ['rep-ceiling', [repHours, overlap, dailyMinutes, dailyCount, breakRule]],
];

/**
 * The contacts that were really made on a day, held against the rules of the independent checker: no plan, no pin and no
 * claim of a planner excuses one. `morning` is the state the day began with, `policy` the guardrails, which are not those
 * of the candidate on trial.
 */
export function livedDayBreaches(
  world: World,
  morning: WorldState,
  meetings: readonly Meeting[],
  policy: Policy,
): readonly Breach[] {
  if (meetings.length === 0) return [];
  const { day } = morning;
  const portfolio = portfolioOf(world, morning, meetings);
  const context = auditContext({ portfolio, policy }, planOf(meetings), packs, {});
  const figures = figuresOf(context);
  const found = RULES.flatMap(([condition, rules]) =>
    rules.flatMap((rule) =>
      rule.check(context, figures).flaws.map(({ path, received, expected }): Breach => {
        const meeting = meetings[Number(path.split('/')[2])];
        const text = `${rule.name}: ${received}; ${expected}`;
        return { condition, day, subject: meeting?.account ?? path, text };
      }),
    ),
  );
  return [...found, ...afterOptingOut(meetings, day)];
}

/** A customer who objects in one talk is not called again the same day. */
function afterOptingOut(meetings: readonly Meeting[], day: number): readonly Breach[] {
  const gone = new Set<string>();
  return meetings.flatMap(({ account, start, optedOut }): Breach[] => {
    const before = gone.has(account);
    if (optedOut) gone.add(account);
    const text = `objection: met again at ${start}, after objecting that day; never`;
    return before ? [{ condition: 'objection', day, subject: account, text }] : [];
  });
}

function portfolioOf(world: World, morning: WorldState, meetings: readonly Meeting[]): Portfolio {
  const slots = [...new Set(meetings.map(({ slot }) => slot))];
  const open = new Map(morning.engagements.map((each) => [String(each.id), each]));
  return {
    contract: 'portfolio/1',
    asOf: asOfDay(world, morning.day),
    currency: 'EUR',
    horizon: { start: world.date(morning.day), days: 1, slotMinutes: 15 },
    equityGroups: [],
    accounts: slots.map((slot) => accountOf(world, morning, morning.accounts[slot]!, slot)),
    engagements: meetings.flatMap(({ engagement }) => {
      const known = open.get(engagement);
      return known === undefined ? [] : [engagementOf(world, morning, known, null)];
    }),
    reps: world.reps.map((_, rep) => repOf(world, rep, morning.day)),
    ledger: morning.ledger.filter(({ account }) => meetings.some((meeting) => meeting.account === account)),
  };
}

const NONE = Digest.parse(`sha256:${'0'.repeat(64)}`);
const NO_LOSS = { expectedLoss: 0, evar: 0 };

/** The day as the checker reads it: who was met, by whom and when. Claims of value are not part of it. */
function planOf(meetings: readonly Meeting[]): Plan {
  return {
    contract: 'plan/1',
    ...{ portfolio: NONE, policy: NONE, published: null, code: NONE, objective: 0, bound: 0, gap: 0 },
    risk: { measure: 'neutral', alpha: 0, theta: 0, ...NO_LOSS, withoutPlan: NO_LOSS },
    assignments: meetings.map(({ engagement, account, rep, start, minutes }) => ({
      ...{ engagement, account, rep, start, minutes, value: 0, pinned: false, reasons: [] },
    })),
    ...{ unscheduled: [], prices: [], parity: [], load: [] },
    certificate: { slotMinutes: 15, multipliers: {} },
  };
}
