import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Portfolio } from '../../core/model/portfolio.ts';
import { NONE } from '../../core/schedule/places.ts';
import { FAMILIES, familyBlock, familyPolicy } from '../../core/simulate/families/families.ts';
import { tinyPortfolio } from './tiny-portfolio.ts';
import { brokenRules, type Planned, plansOf, type Welcomed, welcomed } from './welcomed.ts';

const family = FAMILIES.find(({ name }) => name === 'all-100')!;
const crowded = plansOf({ portfolio: familyBlock(family, 1, 0), policy: familyPolicy(family) });
const { accounts, engagements } = crowded.portfolio;
const whole = welcomed(crowded, () => true);

describe('exchanges of accounts with something left out', () => {
  it('never lower what a plan is worth and break no rule, whatever it had and whatever the prices', () => {
    let gained = 0;
    fc.assert(
      fc.property(
        fc.nat(3_999),
        fc.infiniteStream(fc.boolean()),
        fc.constantFrom(0, 0.3, 1, 3),
        (seed, coin, pricesTimes) => {
          const planned = plansOf(tinyPortfolio(seed));
          const blocks = welcomed(planned, () => coin.next().value, pricesTimes);
          for (const { objectives } of blocks) {
            expect(objectives.after).toBeGreaterThanOrEqual(objectives.before);
            if (objectives.after > objectives.before) gained++;
          }
          expect(brokenRules(planned, blocks)).toBe(0);
        },
      ),
      { numRuns: 150 },
    );
    expect(gained).toBeGreaterThan(50);
  });

  it.each([0, 0.5, 0.9])('gain, and break no rule, from %s of the meetings of a crowded portfolio', (share) => {
    const blocks = welcomed(crowded, among(share));
    for (const { objectives } of blocks) expect(objectives.after).toBeGreaterThan(objectives.before);
    expect(brokenRules(crowded, blocks)).toBe(0);
  });

  it('leave a plan alone in which nothing is left out', () => {
    let complete = 0;
    for (let seed = 0; seed < 120; seed++) {
      for (const { starts } of welcomed(plansOf(tinyPortfolio(seed)), () => true, 0)) {
        if (starts.some(({ before }) => before === NONE) || starts.length === 0) continue;
        complete++;
        for (const { before, after } of starts) expect(after).toBe(before);
      }
    }
    expect(complete).toBeGreaterThan(20);
  });

  it('bring in again what a plan has lost, or what is worth hardly less', () => {
    const lost = plannedAlone().filter((_, index) => index % 6 === 0);
    expect(lost.length).toBeGreaterThan(5);
    for (const { id } of lost) {
      const { before, after } = objectiveOf(welcomed(crowded, ({ engagement }) => engagement !== id));
      const worth = objectiveOf(whole).before - before;
      expect(worth).toBeGreaterThan(0);
      expect(after - before, id).toBeGreaterThan(0.9 * worth);
    }
  });

  it.each([
    { worth: 'more than all others, in a crowded plan', stake: 20 * Math.max(...accounts.map((each) => each.stake)) },
    { worth: 'as much as another, where there is room', stake: null, share: 0.5 },
  ])('serve an account that is new and worth $worth', ({ stake, share }) => {
    const [model] = plannedAlone();
    const host = accounts.find(({ id }) => id === model?.account);
    const portfolio = Portfolio.parse({
      ...crowded.portfolio,
      accounts: [...accounts, { ...host, id: 'new-account', ...(stake === null ? {} : { stake }) }],
      engagements: [...engagements, { ...model, id: 'new', account: 'new-account' }],
    });
    const changed = plansOf({ portfolio, policy: crowded.policy });
    const blocks = welcomed(changed, among(share ?? 1));
    expect(startOf(blocks, 'new')?.before).toBe(NONE);
    expect(startOf(blocks, 'new')?.after).toBeGreaterThan(0);
    expect(brokenRules(changed, blocks)).toBe(0);
  });
});

/** The meetings of the first engagements of the crowded portfolio. */
function among(share: number): (meeting: Planned) => boolean {
  const first = new Set<string>(engagements.slice(0, share * engagements.length).map(({ id }) => id));
  return ({ engagement }) => first.has(engagement);
}

/** Engagements of the crowded portfolio that are planned and their account's only ones. */
function plannedAlone() {
  return engagements.filter(
    ({ id, account }) =>
      engagements.filter((other) => other.account === account).length === 1 && startOf(whole, id)?.before !== NONE,
  );
}

function startOf(blocks: readonly Welcomed[], id: string): Welcomed['starts'][number] | undefined {
  return blocks.flatMap(({ starts }) => starts).find(({ engagement }) => engagement === id);
}

function objectiveOf(blocks: readonly Welcomed[]) {
  return {
    before: blocks.reduce((sum, { objectives }) => sum + objectives.before, 0),
    after: blocks.reduce((sum, { objectives }) => sum + objectives.after, 0),
  };
}
