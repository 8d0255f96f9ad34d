import { epochMinutes, instantOf } from '../../core/calendar/minute.ts';
import { offsetAt } from '../../core/calendar/zone.ts';
import { Policy } from '../../core/model/policy.ts';
import type { Portfolio } from '../../core/model/portfolio.ts';
import type { Planner, PlannerView } from '../../core/simulate/planners/planner.ts';
import { productPlanner } from '../../core/simulate/planners/product.ts';
import { GUARDRAILS } from '../../core/simulate/planners/roster.ts';

const good = productPlanner('product', GUARDRAILS);
const policyWith = (changes: object): Policy => Policy.parse({ contract: 'policy/1', ...changes });

/** A planner that sees, or is told, something else than what holds. */
function blinkered(name: string, see: (portfolio: Portfolio, view: PlannerView) => Portfolio, planner = good): Planner {
  return { name, title: name, plan: (view) => planner.plan({ ...view, portfolio: see(view.portfolio, view) }) };
}

/** The hours of the first day by UTC for ever: an hour off as soon as the clocks are put back. */
export function forgetsTheClocks(start: string): Planner {
  return {
    name: 'forgets the clocks',
    title: '',
    plan: (view) => {
      const zones = new Map(view.portfolio.reps.map(({ id, timeZone }) => [id, timeZone]));
      const { placements, gated } = good.plan(view);
      const shifted = placements.map((placement) => {
        const zone = zones.get(placement.rep) ?? 'UTC';
        const at = epochMinutes(placement.start);
        const pinned = view.portfolio.engagements.some(({ id, pinned: pin }) => id === placement.engagement && pin);
        const off = pinned ? 0 : offsetAt(zone, at) - offsetAt(zone, epochMinutes(start));
        return { ...placement, start: instantOf(at + off) };
      });
      return { placements: shifted, gated };
    },
  };
}

export const ignoresObjections = blinkered('ignores objections', (portfolio) => ({
  ...portfolio,
  accounts: portfolio.accounts.map((account) => ({ ...account, contact: { ...account.contact, objected: false } })),
}));

const loose = policyWith({ contact: { caps: [], minimumGapHours: 0, noticeBusinessHours: 0 } });

/** No caps, no gap, nothing remembered of the calls before. */
export const forgetsTheLedger = blinkered(
  'forgets the ledger',
  (portfolio) => ({ ...portfolio, ledger: [] }),
  productPlanner('loose', loose),
);

/** Two runs that start from the same state, each for half the conversations and half the team, and publish past each other. */
export const runsPastEachOther: Planner = {
  name: 'runs past each other',
  title: '',
  plan: (view) => {
    const half = (odd: number): PlannerView => {
      const { portfolio } = view;
      const reps = portfolio.reps.filter((_, index) => Math.floor(index / 2) % 2 === odd);
      const engagements = portfolio.engagements.filter(({ id, pinned }) =>
        pinned === null ? Number(id.slice(-1)) % 2 === odd : reps.some((rep) => rep.id === pinned.rep),
      );
      return { ...view, portfolio: { ...portfolio, reps, engagements } };
    };
    const runs = [0, 1].map((odd) => good.plan(half(odd)));
    return { placements: runs.flatMap(({ placements }) => placements), gated: runs.flatMap(({ gated }) => gated) };
  },
};

/** Two runs as the mission commits them: the second starts from what the first has published. No harm, for comparison. */
export const runsOneAfterTheOther: Planner = {
  name: 'runs one after the other',
  title: '',
  plan: (view) => {
    const { portfolio, published } = view;
    const first = good.plan({
      ...view,
      portfolio: {
        ...portfolio,
        engagements: portfolio.engagements.filter(
          ({ id, pinned }) => pinned !== null || Number(id.slice(-1)) % 2 === 0,
        ),
      },
    });
    const made = new Map(first.placements.map((placement) => [String(placement.engagement), placement]));
    const engagements = portfolio.engagements.map((engagement) => {
      const placed = made.get(engagement.id);
      return placed === undefined ? engagement : { ...engagement, pinned: { rep: placed.rep, start: placed.start } };
    });
    return good.plan({
      ...view,
      portfolio: { ...portfolio, engagements },
      published: published.filter(({ engagement }) => !made.has(engagement)),
    });
  },
};

/** Leaves a declared group to itself. */
export function leavesOut(region: string): Planner {
  return blinkered('leaves a group out', (portfolio) => {
    const served = new Set<string>(
      portfolio.accounts.filter(({ groups }) => groups['region'] !== region).map(({ id }) => id),
    );
    return { ...portfolio, engagements: portfolio.engagements.filter(({ account }) => served.has(account)) };
  });
}

/** Everybody works as long as the day has hours, without a break. */
export const worksPeopleThrough = blinkered(
  'works people through',
  (portfolio) => ({
    ...portfolio,
    reps: portfolio.reps.map((rep) => ({ ...rep, busy: [], maxMinutesPerDay: 480, maxEngagementsPerDay: 20 })),
  }),
  productPlanner('hard', policyWith({ rep: { loadCeiling: 1, breakAfter: 20 } })),
);

/** Who comes back from leave holds everything at once, within the ceiling, while the colleagues rest. */
export const floodsReturners: Planner = blinkered('floods returners', (portfolio, { portfolio: { reps } }) => {
  const back = reps.filter(({ id }) => id === RETURNER);
  const away = back.some(({ leave }) => leave.length > 0);
  return away
    ? portfolio
    : {
        ...portfolio,
        reps: portfolio.reps.map((rep) => (rep.id === RETURNER ? rep : { ...rep, maxMinutesPerDay: 0 })),
      };
});
export const RETURNER = 'R-01';

/** Asks nobody, and never takes a vulnerable customer. */
export const dropsTheVulnerable: Planner = {
  name: 'drops the vulnerable',
  title: '',
  plan: (view) => {
    const { portfolio } = view;
    const others = new Set<string>(portfolio.accounts.filter(({ contact }) => !contact.vulnerable).map(({ id }) => id));
    const engagements = portfolio.engagements.filter(({ account }) => others.has(account));
    return { placements: good.plan({ ...view, portfolio: { ...portfolio, engagements } }).placements, gated: [] };
  },
};
