import type { LossColumns } from '../../risk/evar.ts';
import { lossProbability } from '../../risk/loss-process.ts';
import { type MarketLosses, marketEvar, marketMean } from '../../risk/market-evar.ts';
import type { AuditContext } from '../context.ts';
import type { Flaw } from '../finding.ts';
import { lossProcess, touchOf } from '../objective.ts';
import type { Rule } from '../rule.ts';

/** Expected and tail loss with and without the plan; the measure, level and θ are the policy's kind. */
export const risk: Rule = {
  name: 'risk',
  check: (context) => {
    const { plan, policy } = context;
    const { measure, alpha } = policy.risk;
    const given = plan.risk;
    const flaws: Flaw[] = [];
    const expect = (field: string, received: unknown, expected: unknown, right: boolean): void => {
      if (!right)
        flaws.push({
          path: `/risk/${field}`,
          received: String(received),
          expected: String(expected),
          remedy: 'recompute it from the assignments and the policy',
        });
    };
    expect('measure', given.measure, measure, given.measure === measure);
    expect('alpha', given.alpha, alpha, given.alpha === alpha);
    const neutral = measure === 'neutral' || alpha === 0;
    expect(
      'theta',
      given.theta,
      neutral ? 0 : 'a finite number',
      Number.isFinite(given.theta) && (!neutral || given.theta === 0),
    );
    const cases = [
      ['', given, measuresOf(columns(context, true), alpha)],
      ['withoutPlan/', given.withoutPlan, measuresOf(columns(context, false), alpha)],
    ] as const;
    for (const [prefix, received, expected] of cases) {
      expect(
        `${prefix}expectedLoss`,
        received.expectedLoss,
        expected.expectedLoss,
        close(received.expectedLoss, expected.expectedLoss),
      );
      expect(`${prefix}evar`, received.evar, expected.evar, close(received.evar, expected.evar));
    }
    const states = policy.risk.marketScenarios ?? [];
    const named = given.markets ?? [];
    const same =
      named.length === states.length &&
      states.every(
        ({ name, weight, hazard }, k) =>
          named[k]?.name === name && named[k].weight === weight && named[k].hazard === hazard,
      );
    expect('markets', named.map(({ name }) => name).join(', '), states.map(({ name }) => name).join(', '), same);
    return { count: 8, flaws };
  },
};

/** Chances of loss in every state of the market; one state, as forecast, where the policy declares none. */
function columns(context: AuditContext, planned: boolean): readonly MarketLosses[] {
  const declared = context.policy.risk.marketScenarios ?? [];
  const states = declared.length === 0 ? [{ weight: 1, hazard: 1 }] : declared;
  return states.map(({ weight, hazard }) => ({ weight, ...columnsAt(context, planned, hazard) }));
}

function columnsAt(context: AuditContext, planned: boolean, hazard: number): LossColumns {
  const { accounts } = context.portfolio;
  return {
    stakes: accounts.map(({ stake }) => stake),
    losses: accounts.map((account) => {
      const meetings = planned ? (context.meetingsOfAccount.get(account.id) ?? []) : [];
      const touches = meetings.map(({ engagement, rep, start }) => touchOf(context, engagement, account, rep, start));
      const process = lossProcess(account);
      // Hazards so many times as high: what survives is raised to that power.
      const probability = 1 - (1 - process.probability) ** hazard;
      return lossProbability(hazard === 1 ? process : { ...process, probability }, touches);
    }),
  };
}

function measuresOf(states: readonly MarketLosses[], alpha: number): { expectedLoss: number; evar: number } {
  return { expectedLoss: marketMean(states), evar: marketEvar(states, alpha).evar };
}

/** Reported in whole minor units, and the order of summation may differ. */
function close(received: number, expected: number): boolean {
  return Math.abs(received - expected) <= 1 + 1e-9 * Math.abs(expected);
}
