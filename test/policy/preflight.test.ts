import { describe, expect, it } from 'vitest';
import { PersonId } from '../../core/model/ids.ts';
import { parsePortfolio } from '../../core/model/parse-portfolio.ts';
import { type Flags, Policy } from '../../core/model/policy.ts';
import { type PreflightQuestion, preflight } from '../../core/policy/preflight.ts';
import { accountBody, portfolioBody } from '../support/portfolio-builder.ts';

const person = (id: string) => ({ id, mayDecide: true });
const policyOf = (more: Record<string, unknown> = {}) =>
  Policy.parse({
    contract: 'policy/1',
    approvers: [person('dana'), person('eli')],
    oversight: [person('olga')],
    ...more,
  });
const flags: Flags = { scheduling: { enabled: true, mode: 'on', share: 0 }, stop: { enabled: false } };
const portfolioOf = (more: Record<string, unknown> = {}) => {
  const parsed = parsePortfolio(portfolioBody(more));
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.violations));
  return parsed.value;
};
const ana = PersonId.parse('ana');
const refusedBy = (more: Partial<PreflightQuestion> = {}) =>
  preflight({ portfolio: portfolioOf(), policy: policyOf(), flags, author: ana, ageHours: 1, ...more });

describe('preflight', () => {
  it('lets a run go that lacks nothing', () => {
    expect(refusedBy()).toEqual([]);
  });

  it.each([36, -24])('lets data of %d hours go, which is the limit', (ageHours) => {
    expect(refusedBy({ ageHours })).toEqual([]);
  });

  const unscored = accountBody({ loss: undefined, features: { seats: 3 } });
  it.each<[string, string, Partial<PreflightQuestion>]>([
    ['flag.scheduling', 'off', { flags: { ...flags, scheduling: { ...flags.scheduling, mode: 'off' } } }],
    ['flag.scheduling', 'off', { flags: { ...flags, scheduling: { ...flags.scheduling, enabled: false } } }],
    ['flag.stop', 'set', { flags: { ...flags, stop: { enabled: true } } }],
    ['scope.not-empty', 'no engagements', { portfolio: portfolioOf({ engagements: [] }) }],
    ['data.fresh', 'asOf is more than 36 hours old', { ageHours: 36.1 }],
    ['data.fresh', 'asOf lies more than a day ahead', { ageHours: -24.1 }],
    ['oversight.prerequisite', 'nobody who is told of incidents', { policy: policyOf({ oversight: [] }) }],
    [
      'score.model',
      '1 accounts without a loss and no scorecard model',
      { portfolio: portfolioOf({ accounts: [unscored] }) },
    ],
  ])('refuses by %s: %s, with the remedy', (rule, found, question) => {
    expect(refusedBy(question)).toEqual([{ rule, found, remedy: expect.stringMatching(/\w{3}/) }]);
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['nobody is named', { approvers: [] }, '0 people'],
    ['only the author is', { approvers: [person('ana')] }, '0 people'],
    ['all may not decide', { approvers: [{ id: 'dana', mayDecide: false }] }, '0 people'],
    ['two are needed, and one of two is the author', { approvers: [person('dana'), person('ana')] }, '1 people'],
    ['one is named twice', { approvers: [person('dana'), person('dana')] }, '1 people'],
  ])('refuses for want of approvers where %s', (_, more, found) => {
    expect(refusedBy({ policy: policyOf(more) })).toMatchObject([
      { rule: 'approval.prerequisite', found: expect.stringContaining(found) },
    ]);
  });

  it('names every reason at once, in the order of its checks', () => {
    const all = refusedBy({
      flags: { ...flags, stop: { enabled: true } },
      ageHours: 99,
      policy: Policy.parse({ contract: 'policy/1' }),
    });
    expect(all.map(({ rule }) => rule)).toEqual([
      'flag.stop',
      'data.fresh',
      'approval.prerequisite',
      'oversight.prerequisite',
    ]);
  });
});
